"""Three doors of one house: the public site ``/``, staff ``/work/``, and sign-in ``/account/``."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
]
