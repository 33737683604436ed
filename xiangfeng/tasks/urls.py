from django.urls import path

from xiangfeng.tasks.staff import campaigns, lists, opening, own, papers, tasks

app_name = "tasks"
urlpatterns = [
    path("", lists.tasks, name="tasks"),
    path("supervisions/", lists.supervisions, name="supervisions"),
    path("rectifications/", lists.rectifications, name="rectifications"),
    path("bulk/", lists.bulk, name="bulk"),
    path("figures/", lists.figures, name="figures"),
    path("new/", opening.new, name="new"),
    path("own/", own.own, name="own"),
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/new/", campaigns.campaign_new, name="campaign_new"),
    path("campaigns/<int:pk>/", campaigns.campaign, name="campaign"),
    path("urges/<int:pk>.<slug:kind>", papers.urge_paper, name="urge_paper"),
    path("<int:pk>/", tasks.task, name="task"),
    path("<int:pk>/edit/", opening.edit, name="edit"),
    path("<int:pk>/move/", tasks.move, name="move"),
    path("<int:pk>/report/", tasks.report, name="report"),
    path("<int:pk>/extend/", tasks.extend, name="extend"),
    path("<int:pk>/decide/", tasks.decide, name="decide"),
    path("<int:pk>/urge/", tasks.urge, name="urge"),
    path("<int:pk>/<slug:what>.<slug:kind>", papers.paper, name="paper"),
]
