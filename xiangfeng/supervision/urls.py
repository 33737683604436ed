"""意见箱 and 社会监督员, below ``/work/supervision/``."""

from django.urls import include, path

from xiangfeng.supervision.staff import boxes, openings, own, supervisors

app_name = "supervision"

PAGES = [
    path("boxes/", boxes.boxes, name="boxes"),
    path("boxes/new/", boxes.box_new, name="box_new"),
    path("boxes/blank.xlsx", boxes.box_blank, name="box_blank"),
    path("boxes/import/", boxes.box_import, name="box_import"),
    path("boxes/import/confirm/", boxes.box_confirm, name="box_confirm"),
    path("boxes/stickers/", boxes.stickers, name="stickers"),
    path("boxes/sheet.<str:kind>", openings.sheet_file, name="sheet"),
    path("boxes/<int:pk>/", boxes.box, name="box"),
    path("boxes/<int:pk>/code.svg", boxes.sticker_code, name="sticker_code"),
    path("boxes/<int:pk>/edit/", boxes.box_edit, name="box_edit"),
    path("boxes/<int:pk>/retire/", boxes.box_retire, name="box_retire"),
    path("boxes/<int:pk>/open/", openings.opening_new, name="opening_new"),
    path("openings/", openings.openings, name="openings"),
    path("openings/<int:pk>/", openings.opening, name="opening"),
    path("openings/<int:pk>/item/", openings.opening_item, name="opening_item"),
    path("openings/<int:pk>/explain/", openings.opening_explain, name="opening_explain"),
    path("openings/<int:pk>/correct/", openings.opening_correct, name="opening_correct"),
    path("openings/<int:pk>/paper.<str:kind>", openings.opening_file, name="opening_paper"),
    path("supervisors/", supervisors.supervisors, name="supervisors"),
    path("supervisors/new/", supervisors.supervisor_new, name="supervisor_new"),
    path("supervisors/<int:pk>/", supervisors.supervisor, name="supervisor"),
    path("supervisors/<int:pk>/edit/", supervisors.supervisor_edit, name="supervisor_edit"),
    path("supervisors/<int:pk>/phone/", supervisors.supervisor_phone, name="supervisor_phone"),
    path("supervisors/<int:pk>/term/", supervisors.term_new, name="term_new"),
    path("supervisors/<int:pk>/opinion/", supervisors.opinion_new, name="opinion_new"),
    path("supervisors/terms/<int:pk>/edit/", supervisors.term_edit, name="term_edit"),
    path("supervisors/terms/<int:pk>/move/", supervisors.term_move, name="term_move"),
    path("supervisors/terms/<int:pk>/letter.<str:kind>", supervisors.letter_file, name="letter"),
    path("own/", own.own, name="own"),
    path("own/new/", own.own_new, name="own_new"),
    path("own/<int:pk>/", own.own_report, name="own_report"),
    path("own/<int:pk>/rate/", own.own_rate, name="own_rate"),
    path("own/<int:pk>/say/", own.own_say, name="own_say"),
    path("own/<int:pk>/photos/<int:photo>/", own.own_photo, name="own_photo"),
]
urlpatterns = [path("work/supervision/", include(PAGES))]
