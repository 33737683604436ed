"""Sign-in by allauth, one staff page and one public page: enough to test accounts without the floors above."""

from django.http import HttpResponse
from django.urls import include, path


def desk(request):
    return HttpResponse(f"desk of {request.user.username}")


def notice(request):
    return HttpResponse("public notice")


notice.is_public = True

urlpatterns = [
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("work/", desk),
    path("notice/", notice),
]
