"""群众反映: ``/report/`` and ``/progress/`` for everybody, the staff below ``/work/feedback/``."""

from django.urls import path

from xiangfeng.feedback.public import progress, reporting
from xiangfeng.feedback.staff import grouping, lists, rates, reports, settings

STAFF = "work/feedback/"

app_name = "feedback"
urlpatterns = [
    path(STAFF, lists.reports, name="reports"),
    path(f"{STAFF}own/", lists.own, name="own"),
    path(f"{STAFF}new/", reports.report_new, name="report_new"),
    path(f"{STAFF}<int:pk>/", reports.report, name="report"),
    path(f"{STAFF}<int:pk>/move/", reports.report_move, name="report_move"),
    path(f"{STAFF}<int:pk>/do/<slug:deed>/", reports.report_do, name="report_do"),
    path(f"{STAFF}<int:pk>/press/", grouping.press, name="report_press"),
    path(f"{STAFF}<int:pk>/contact/", reports.report_contact, name="report_contact"),
    path(f"{STAFF}<int:pk>/photos/<int:photo>/", reports.report_photo, name="report_photo"),
    path(f"{STAFF}<int:pk>/paper.<str:kind>", reports.report_paper, name="report_paper"),
    path(f"{STAFF}rates/", rates.rates, name="rates"),
    path(f"{STAFF}rates/rows/", rates.rate_rows, name="rate_rows"),
    path(f"{STAFF}settings/", settings.settings, name="settings"),
    path(f"{STAFF}settings/<int:pk>/desk/", settings.desk, name="desk"),
    path(f"{STAFF}settings/<int:pk>/install/", settings.install, name="install"),
    path(f"{STAFF}settings/<int:pk>/new/<slug:sort>/", settings.new, name="setting_new"),
    path(f"{STAFF}settings/<slug:sort>/<int:pk>/", settings.edit, name="setting_edit"),
    path(f"{STAFF}settings/<slug:sort>/<int:pk>/change/", settings.change, name="setting_change"),
    path("report/", reporting.public_new, name="public_new"),
    path("progress/", progress.public_progress, name="public_progress"),
    path("progress/photo/<str:token>/", progress.public_photo, name="public_photo"),
]
