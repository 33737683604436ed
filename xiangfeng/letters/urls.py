"""一封信: no address yet."""

from django.urls import URLPattern

app_name = "letters"
urlpatterns: list[URLPattern] = []
