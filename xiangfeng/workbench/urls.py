from django.urls import path

from xiangfeng.workbench import public
from xiangfeng.workbench.staff import dossier, feed, inbox, leader, search, village

app_name = "workbench"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("feed/", feed.feed, name="feed"),
    path("feed/<slug:token>.ics", public.feed, name="feed_file"),
    path("feed/renew/", feed.renew, name="feed_renew"),
    path("feed/revoke/", feed.revoke, name="feed_revoke"),
    path("feed/digest/", feed.digest, name="feed_digest"),
    path("leader/", leader.leader, name="leader"),
    path("search/", search.find_all, name="search"),
    path("village/", village.village, name="village"),
    path("units/own/file/", dossier.own_dossier, name="own_dossier"),
    path("units/<int:pk>/file/", dossier.dossier, name="dossier"),
    path("units/<int:pk>/file/all.xlsx", dossier.dossier_book, name="dossier_book"),
    path("units/<int:pk>/file/all.<str:kind>", dossier.dossier_file, name="dossier_file"),
]
