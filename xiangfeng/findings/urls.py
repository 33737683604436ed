"""检查发现, below ``/work/findings/``."""

from django.urls import path

from xiangfeng.findings.staff import batches, findings, lists

app_name = "findings"
urlpatterns = [
    path("", lists.findings, name="findings"),
    path("villages/", lists.villages, name="villages"),
    path("own/", lists.own, name="own"),
    path("new/", findings.new, name="new"),
    path("bulk/", batches.bulk, name="bulk"),
    path("rectify/", batches.rectify, name="rectify"),
    path("note/", batches.note, name="note"),
    path("blank/", batches.blank, name="blank"),
    path("import/", batches.import_list, name="import"),
    path("import/confirm/", batches.import_confirm, name="import_confirm"),
    path("notices/", lists.notices, name="notices"),
    path("notices/<int:pk>/", lists.notice, name="notice"),
    path("notices/<int:pk>.<slug:kind>", lists.notice_file, name="notice_file"),
    path("<int:pk>/", findings.finding, name="finding"),
    path("<int:pk>/edit/", findings.edit, name="edit"),
    path("<int:pk>/move/", findings.move, name="move"),
    path("<int:pk>/link/", findings.link, name="link"),
    path("<int:pk>/photo/", findings.photo, name="photo"),
]
