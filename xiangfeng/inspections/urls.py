"""检查, below ``/work/inspections/``."""

from django.urls import path

from xiangfeng.inspections.staff import arranging, draws, field, forms, inspections, plans, visits

app_name = "inspections"
urlpatterns = [
    path("field/", field.field, name="field"),
    path("field/worker.js", field.field_worker, name="field_worker"),
    path("field/package/", field.field_package, name="field_package"),
    path("field/send/", field.field_send, name="field_send"),
    path("field/photo/<uuid:key>/", field.field_photo, name="field_photo"),
    path("", inspections.inspections, name="inspections"),
    path("new/", inspections.inspection_new, name="inspection_new"),
    path("find/", visits.find_visit, name="find"),
    path("own/", visits.own, name="own"),
    path("visits/", visits.visits, name="visits"),
    path("visits/<int:pk>/", forms.visit, name="visit"),
    path("visits/<int:pk>/fill/", forms.visit_fill, name="visit_fill"),
    path("visits/<int:pk>/move/", forms.visit_move, name="visit_move"),
    path("visits/<int:pk>/photos/<int:photo>/", forms.visit_photo, name="visit_photo"),
    path("visits/<int:pk>/code.svg", visits.visit_code, name="visit_code"),
    path("visits/<int:pk>/paper.<str:kind>", visits.visit_file, name="visit_file"),
    path("clashes/<int:pk>/", forms.clash_settle, name="clash_settle"),
    path("plans/", plans.plans, name="plans"),
    path("plans/new/", plans.plan_new, name="plan_new"),
    path("plans/<int:pk>/", plans.plan, name="plan"),
    path("plans/<int:pk>/plan.xlsx", plans.plan_file, name="plan_file"),
    path("plans/<int:pk>/move/", plans.plan_move, name="plan_move"),
    path("plans/<int:pk>/ask/", plans.plan_ask, name="plan_ask"),
    path("plans/<int:pk>/cap/", plans.plan_cap, name="plan_cap"),
    path("plans/<int:pk>/lines/new/", plans.line_new, name="line_new"),
    path("plans/lines/<int:pk>/", plans.line_edit, name="line_edit"),
    path("plans/lines/<int:pk>/remove/", plans.line_remove, name="line_remove"),
    path("draws/<int:pk>/", draws.draw, name="draw"),
    path("draws/<int:pk>/void/", draws.draw_void, name="draw_void"),
    path("parties/<int:pk>/", arranging.party_edit, name="party_edit"),
    path("parties/<int:pk>/remove/", arranging.party_remove, name="party_remove"),
    path("<int:pk>/", inspections.inspection, name="inspection"),
    path("<int:pk>/edit/", inspections.inspection_edit, name="inspection_edit"),
    path("<int:pk>/move/", inspections.inspection_move, name="inspection_move"),
    path("<int:pk>/sites/", arranging.sites, name="sites"),
    path("<int:pk>/visits/", arranging.sites_remove, name="arrange_visits"),
    path("<int:pk>/parties/new/", arranging.party_new, name="party_new"),
    path("<int:pk>/draw/<str:kind>/", draws.draw_new, name="draw_new"),
    path("<int:pk>/print/", visits.print_forms, name="print_forms"),
]
