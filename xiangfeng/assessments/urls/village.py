"""A village's own results, and objections."""

from django.urls import path

from xiangfeng.assessments.staff import village

urlpatterns = [
    path("own/", village.own, name="own"),
    path("own/<int:pk>/", village.own_entry, name="own_entry"),
    path("objections/", village.objections, name="objections"),
    path("objections/<int:pk>/", village.objection, name="objection"),
    path("objections/<int:pk>/move/", village.objection_move, name="objection_move"),
]
