"""日常作业, below ``/work/upkeep/``."""

from django.urls import URLPattern

app_name = "upkeep"
urlpatterns: list[URLPattern] = []
