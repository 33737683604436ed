"""Addresses of the pages for the floors below `web`: units, people, accounts, calendar, history, files, messages."""

from django.urls import URLPattern

app_name = "administration"
urlpatterns: list[URLPattern] = []
