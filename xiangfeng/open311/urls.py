"""开放接口: no address yet."""

from django.urls import URLPattern

app_name = "open311"
urlpatterns: list[URLPattern] = []
