"""检查发现, below ``/work/findings/``."""

from django.urls import URLPattern

app_name = "findings"
urlpatterns: list[URLPattern] = []
