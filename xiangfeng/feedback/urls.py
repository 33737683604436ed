"""群众反映: no address yet."""

from django.urls import URLPattern

app_name = "feedback"
urlpatterns: list[URLPattern] = []
