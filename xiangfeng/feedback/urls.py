"""群众反映, below ``/work/feedback/``."""

from django.urls import path

from xiangfeng.feedback.staff import settings

STAFF = "work/feedback/"

app_name = "feedback"
urlpatterns = [
    path(f"{STAFF}settings/", settings.settings, name="settings"),
    path(f"{STAFF}settings/<int:pk>/desk/", settings.desk, name="desk"),
    path(f"{STAFF}settings/<int:pk>/install/", settings.install, name="install"),
    path(f"{STAFF}settings/<int:pk>/new/<slug:sort>/", settings.new, name="setting_new"),
    path(f"{STAFF}settings/<slug:sort>/<int:pk>/", settings.edit, name="setting_edit"),
    path(f"{STAFF}settings/<slug:sort>/<int:pk>/change/", settings.change, name="setting_change"),
]
