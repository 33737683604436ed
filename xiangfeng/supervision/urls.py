"""社会监督: no address yet."""

from django.urls import URLPattern

app_name = "supervision"
urlpatterns: list[URLPattern] = []
