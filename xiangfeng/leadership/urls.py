"""领导小组 and 包干, below ``/work/leadership/``."""

from django.urls import path

from xiangfeng.leadership.staff import charges, group, importing, seats

app_name = "leadership"
urlpatterns = [
    path("", group.group, name="group"),
    path("<int:pk>/roll.<str:kind>", group.group_file, name="group_file"),
    path("<int:pk>/ledger/", group.group_xlsx, name="group_xlsx"),
    path("<int:pk>/ledger/full/", group.group_xlsx_full, name="group_xlsx_full"),
    path("blank/", importing.blank, name="blank"),
    path("<int:pk>/import/", importing.group_import, name="group_import"),
    path("<int:pk>/import/confirm/", importing.confirm, name="group_import_confirm"),
    path("<int:pk>/members/new/", seats.member_new, name="member_new"),
    path("members/<int:pk>/", seats.member, name="member"),
    path("members/<int:pk>/edit/", seats.member_edit, name="member_edit"),
    path("members/<int:pk>/end/", seats.member_end, name="member_end"),
    path("members/<int:pk>/replace/", seats.member_replace, name="member_replace"),
    path("charges/", charges.charges, name="charges"),
    path("<int:pk>/charges/new/", charges.charge_new, name="charge_new"),
    path("charges/<int:pk>/end/", charges.charge_end, name="charge_end"),
    path("<int:pk>/works/new/", charges.work_new, name="work_new"),
    path("works/<int:pk>/close/", charges.work_close, name="work_close"),
]
