from django.urls import path

from xiangfeng.workbench.staff import inbox, village

app_name = "workbench"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("village/", village.village, name="village"),
]
