from django.urls import path

from xiangfeng.pledges.staff import lists, papers

app_name = "pledges"
PLEDGE, SUPPLEMENT = {"kind": "pledge"}, {"kind": "supplement"}
urlpatterns = [
    path("", lists.pledges, name="pledges"),
    path("own/", lists.own, name="own"),
    path("generate/", lists.generate, name="generate"),
    path("urge/", lists.urge, name="urge"),
    path("<int:pk>/", papers.pledge, name="pledge"),
    path("<int:pk>/edit/", papers.edit, name="edit"),
    path("<int:pk>/move/", papers.move, PLEDGE, name="move"),
    path("<int:pk>/sign/", papers.sign, PLEDGE, name="sign"),
    path("<int:pk>/scan/", papers.scan, PLEDGE, name="scan"),
    path("<int:pk>/supplement/", papers.supplement_new, name="supplement_new"),
    path("<int:pk>/<slug:form>/", papers.file, PLEDGE, name="file"),
    path("supplements/<int:pk>/", papers.supplement, name="supplement"),
    path("supplements/<int:pk>/move/", papers.move, SUPPLEMENT, name="supplement_move"),
    path("supplements/<int:pk>/sign/", papers.sign, SUPPLEMENT, name="supplement_sign"),
    path("supplements/<int:pk>/scan/", papers.scan, SUPPLEMENT, name="supplement_scan"),
    path("supplements/<int:pk>/<slug:form>/", papers.file, SUPPLEMENT, name="supplement_file"),
]
