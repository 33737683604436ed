"""公告公示: ``/notices/`` for everybody, ``/work/notices/`` for the office."""

from django.urls import path

from xiangfeng.notices import public
from xiangfeng.notices.staff import notices, objections

app_name = "notices"
urlpatterns = [
    path("notices/", public.public_list, name="public_list"),
    path("events/", public.public_events, name="public_events"),
    path("notices/<int:pk>/", public.public_notice, name="public_notice"),
    path("notices/<int:pk>/object/", public.public_object, name="public_object"),
    path("notices/<int:pk>/answer/", public.public_answer, name="public_answer"),
    path("notices/<int:pk>/paper.<str:kind>", public.public_paper, name="public_paper"),
    path("notices/<int:pk>/files/<int:file>/", public.public_file, name="public_file"),
    path("work/notices/", notices.notices, name="notices"),
    path("work/notices/new/", notices.notice_new, name="notice_new"),
    path("work/notices/<int:pk>/", notices.notice, name="notice"),
    path("work/notices/<int:pk>/edit/", notices.notice_edit, name="notice_edit"),
    path("work/notices/<int:pk>/move/", notices.notice_move, name="notice_move"),
    path("work/notices/<int:pk>/correct/", notices.notice_correct, name="notice_correct"),
    path("work/notices/<int:pk>/paper.<str:kind>", notices.notice_paper_file, name="notice_paper"),
    path("work/notices/<int:pk>/files/<int:file>/", notices.notice_file, name="notice_file"),
    path("work/notices/<int:pk>/objections/new/", objections.objection_new, name="objection_new"),
    path("work/notices/objections/<int:pk>/", objections.objection, name="objection"),
    path("work/notices/objections/<int:pk>/contact/", objections.objection_contact, name="objection_contact"),
    path("work/notices/objections/<int:pk>/answer/", objections.objection_answer, name="objection_answer"),
]
