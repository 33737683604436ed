"""点位, below ``/work/sites/``."""

from django.urls import URLPattern

app_name = "sites"
urlpatterns: list[URLPattern] = []
