from django.urls import path

from xiangfeng.workbench.staff import feed, inbox, search, village

app_name = "workbench"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("feed/", feed.feed, name="feed"),
    path("feed/renew/", feed.renew, name="feed_renew"),
    path("feed/revoke/", feed.revoke, name="feed_revoke"),
    path("feed/digest/", feed.digest, name="feed_digest"),
    path("search/", search.find_all, name="search"),
    path("village/", village.village, name="village"),
]
