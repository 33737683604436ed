"""问卷: no address yet."""

from django.urls import URLPattern

app_name = "surveys"
urlpatterns: list[URLPattern] = []
