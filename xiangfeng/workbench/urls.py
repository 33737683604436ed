from django.urls import path

from xiangfeng.workbench.staff import inbox, search, village

app_name = "workbench"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("search/", search.find_all, name="search"),
    path("village/", village.village, name="village"),
]
