"""The months: list, opening, one month, its moves and its list of units."""

from django.urls import path

from xiangfeng.assessments.staff import periods

urlpatterns = [
    path("", periods.periods, name="periods"),
    path("open/", periods.period_open, name="period_open"),
    path("<int:pk>/", periods.period, name="period"),
    path("<int:pk>/edit/", periods.period_edit, name="period_edit"),
    path("<int:pk>/cancel/", periods.period_cancel, name="period_cancel"),
    path("<int:pk>/move/", periods.period_move, name="period_move"),
    path("<int:pk>/units/", periods.period_add, name="period_add"),
    path("entries/<int:pk>/", periods.entry_edit, name="entry_edit"),
]
