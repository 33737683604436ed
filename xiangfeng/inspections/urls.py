"""检查, below ``/work/inspections/``."""

from django.urls import path

from xiangfeng.inspections.staff import field

app_name = "inspections"
urlpatterns = [
    path("field/", field.field, name="field"),
    path("field/worker.js", field.field_worker, name="field_worker"),
    path("field/package/", field.field_package, name="field_package"),
    path("field/send/", field.field_send, name="field_send"),
    path("field/photo/<uuid:key>/", field.field_photo, name="field_photo"),
]
