"""开放接口: the doors of GeoReport v2 under ``/open311/v2/``, and the keys for the staff."""

from django.urls import path, register_converter

from xiangfeng.open311 import public, staff


class Form:
    """The suffix that says in which form the answer is wanted."""

    regex = "xml|json"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Form, "open311_form")

app_name = "open311"
urlpatterns = [
    path("open311/v2/openapi.json", public.contract, name="contract"),
    path("open311/v2/discovery.<open311_form:form>", public.discovery, name="discovery"),
    path("open311/v2/services.<open311_form:form>", public.services, name="services"),
    path("open311/v2/services/<str:code>.<open311_form:form>", public.service, name="service"),
    path("open311/v2/requests.<open311_form:form>", public.requests, name="requests"),
    path("open311/v2/requests/<str:number>.<open311_form:form>", public.request_one, name="request"),
    path("open311/v2/tokens/<str:token>.<open311_form:form>", public.token, name="token"),
    path("work/open311/keys/", staff.keys, name="keys"),
    path("work/open311/keys/new/", staff.key_new, name="key_new"),
    path("work/open311/keys/<int:pk>/", staff.key, name="key"),
    path("work/open311/keys/<int:pk>/revoke/", staff.key_revoke, name="key_revoke"),
]
