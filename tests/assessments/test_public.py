"""评分标准事前公开."""

from __future__ import annotations

from django.urls import reverse

from xiangfeng.assessments.actions.schemes import create_scheme
from xiangfeng.assessments.models import SchemeState, SchemeVersion


def test_a_standard_is_public_while_it_is_in_use_and_no_draft_is(cast, version, client_for, at):
    draft = create_scheme(cast.units["东河镇"], version.scheme, actor=cast.actor("outsider"), at=at)
    citizen, address = client_for(), reverse("assessments:public_schemes")
    listed = citizen.get(address).content.decode()
    assert f"{address}{version.pk}/" in listed and f"{address}{draft.pk}/" not in listed
    page = citizen.get(f"{address}{version.pk}/").content.decode()
    assert "道路" in page and "60 分" in page and "90%" in page
    assert citizen.get(f"{address}{draft.pk}/").status_code == 404
    SchemeVersion.objects.filter(pk=version.pk).update(state=SchemeState.RETIRED)
    assert citizen.get(f"{address}{version.pk}/").status_code == 404
