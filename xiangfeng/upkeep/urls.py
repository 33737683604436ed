"""日常作业, below ``/work/upkeep/``."""

from django.urls import path

from xiangfeng.upkeep.staff import jobs, records, registers, routines, spots

app_name = "upkeep"
urlpatterns = [
    path("", jobs.jobs, name="jobs"),
    path("matrix/", jobs.matrix, name="matrix"),
    path("jobs/<int:pk>/", jobs.job, name="job"),
    path("jobs/<int:pk>/move/", jobs.job_move, name="job_move"),
    path("routines/", routines.routines, name="routines"),
    path("routines/new/", routines.routine_new, name="routine_new"),
    path("routines/<int:pk>/", routines.routine, name="routine"),
    path("routines/<int:pk>/edit/", routines.routine_edit, name="routine_edit"),
    path("routines/<int:pk>/stop/", routines.routine_stop, name="routine_stop"),
    path("own/", records.own, name="own"),
    path("records/", records.records, name="records"),
    path("records/new/", records.record_new, name="record_new"),
    path("records/<int:pk>/", records.record, name="record"),
    path("records/<int:pk>/edit/", records.record_edit, name="record_edit"),
    path("records/<int:pk>/void/", records.record_void, name="record_void"),
    path("registers/", registers.registers, name="registers"),
    path("registers/<slug:key>/", registers.register, name="register"),
    path("registers/<slug:key>/new/", registers.item_new, name="item_new"),
    path("registers/<slug:key>/blank/", registers.register_blank, name="register_blank"),
    path("registers/<slug:key>/import/", registers.register_import, name="register_import"),
    path("registers/<slug:key>/confirm/", registers.register_confirm, name="register_confirm"),
    path("registers/<slug:key>/draw/", spots.spot_new, name="spot_new"),
    path("items/<int:pk>/", registers.item, name="item"),
    path("items/<int:pk>/edit/", registers.item_edit, name="item_edit"),
    path("items/<int:pk>/check/", registers.item_check, name="item_check"),
    path("items/<int:pk>/strike/", registers.item_strike, name="item_strike"),
    path("spots/<int:pk>/", spots.spot, name="spot"),
]
