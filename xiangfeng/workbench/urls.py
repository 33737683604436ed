from django.urls import path

from xiangfeng.workbench import staff

app_name = "workbench"
urlpatterns = [path("", staff.inbox, name="inbox")]
