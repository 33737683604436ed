"""Addresses of programmes, plans, goals and evaluations."""

from django.urls import path

from xiangfeng.goals.staff import evaluations, files, goals, plans, programmes

app_name = "goals"
urlpatterns = [
    path("", plans.plans, name="plans"),
    path("plans/new/", plans.plan_new, name="plan_new"),
    path("plans/<int:pk>/", plans.plan, name="plan"),
    path("plans/<int:pk>/edit/", plans.plan_edit, name="plan_edit"),
    path("plans/<int:pk>/move/", plans.plan_move, name="plan_move"),
    path("plans/<int:pk>/delete/", plans.plan_delete, name="plan_delete"),
    path("plans/<int:pk>/carry/", plans.plan_carry, name="plan_carry"),
    path("plans/<int:pk>/revise/", plans.plan_revise, name="plan_revise"),
    path("plans/<int:pk>/serial/", plans.plan_serial, name="plan_serial"),
    path("plans/<int:pk>/difference/", plans.difference, name="difference"),
    path("plans/<int:pk>/stages/", goals.stages, name="stages"),
    path("plans/<int:pk>/closing/", goals.closing, name="closing"),
    path("plans/<int:pk>/goals/new/", goals.goal_new, name="goal_new"),
    path("plans/<int:pk>/list.xlsx", files.plan_xlsx, name="plan_xlsx"),
    path("plans/<int:pk>/import/", files.plan_import, name="plan_import"),
    path("plans/<int:pk>/import/confirm/", files.plan_import_confirm, name="plan_import_confirm"),
    path("plans/<int:pk>/paper.<str:kind>", files.plan_file, name="plan_file"),
    path("goals/<int:pk>/", goals.goal, name="goal"),
    path("goals/<int:pk>/edit/", goals.goal_edit, name="goal_edit"),
    path("goals/<int:pk>/act/", goals.goal_act, name="goal_act"),
    path("goals/<int:pk>/break/", goals.goal_break, name="goal_break"),
    path("goals/<int:pk>/slice/", goals.goal_slice, name="goal_slice"),
    path("goals/<int:pk>/report/", goals.goal_report, name="goal_report"),
    path("goals/<int:pk>/task/", goals.goal_task, name="goal_task"),
    path("own/", goals.own, name="own"),
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/new/", programmes.programme_new, name="programme_new"),
    path("programmes/<int:pk>/", programmes.programme, name="programme"),
    path("programmes/<int:pk>/edit/", programmes.programme_edit, name="programme_edit"),
    path("programmes/<int:pk>/generate/", programmes.programme_generate, name="programme_generate"),
    path("evaluations/", evaluations.evaluations, name="evaluations"),
    path("evaluations/new/", evaluations.evaluation_new, name="evaluation_new"),
    path("evaluations/<int:pk>/", evaluations.evaluation, name="evaluation"),
    path("evaluations/<int:pk>/move/", evaluations.evaluation_move, name="evaluation_move"),
    path("evaluations/<int:pk>/paper.<str:kind>", files.evaluation_file, name="evaluation_file"),
    path("evaluations/readings/<int:pk>/", evaluations.evaluation_read, name="evaluation_read"),
]
