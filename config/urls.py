"""Three doors of one house: the public site ``/``, staff ``/work/``, and sign-in ``/account/``."""

from django.urls import include, path

from xiangfeng.web import visiting
from xiangfeng.workbench import public
from xiangfeng.workbench.staff import manual

urlpatterns = [
    path("", public.home, name="public_home"),
    path("compliance/", public.compliance, name="compliance"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("privacy/", public.privacy, name="privacy"),
    path("large-type/", public.large_type, name="large_type"),
    path("healthz", public.healthz, name="healthz"),
    path("challenge/", visiting.challenge, name="challenge"),
    path("work/", include("xiangfeng.workbench.urls")),
    path("work/manual/", manual.manual, name="manual"),
    path("work/manual/<slug:page>/", manual.manual, name="manual_page"),
    path("work/keep-alive/", manual.keep_alive, name="keep_alive"),
    path("work/admin/", include("xiangfeng.administration.urls")),
    path("work/leadership/", include("xiangfeng.leadership.urls")),
    path("", include("xiangfeng.regulations.urls")),
    path("work/duties/", include("xiangfeng.duties.urls")),
    path("work/tasks/", include("xiangfeng.tasks.urls")),
    path("work/sites/", include("xiangfeng.sites.urls")),
    path("work/findings/", include("xiangfeng.findings.urls")),
    path("work/inspections/", include("xiangfeng.inspections.urls")),
    path("work/upkeep/", include("xiangfeng.upkeep.urls")),
    path("", include("xiangfeng.notices.urls")),
    path("", include("xiangfeng.feedback.urls")),
    path("", include("xiangfeng.supervision.urls")),
    path("", include("xiangfeng.surveys.urls")),
    path("", include("xiangfeng.letters.urls")),
    path("", include("xiangfeng.open311.urls")),
    path("work/goals/", include("xiangfeng.goals.urls")),
    path("work/pledges/", include("xiangfeng.pledges.urls")),
    path("work/meetings/", include("xiangfeng.meetings.urls")),
    path("work/advice/", include("xiangfeng.advice.urls")),
    path("", include("xiangfeng.assessments.urls")),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("favicon.ico", public.favicon, name="favicon"),
]
