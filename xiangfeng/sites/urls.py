"""点位, below ``/work/sites/``."""

from django.urls import path

from xiangfeng.sites.staff import checklists, importing, maps, sites, types

app_name = "sites"
urlpatterns = [
    path("", sites.sites, name="sites"),
    path("own/", sites.own, name="own"),
    path("new/", sites.new, name="new"),
    path("blank/", importing.blank, name="blank"),
    path("import/", importing.start, name="import"),
    path("import/confirm/", importing.confirm, name="import_confirm"),
    path("map/", maps.site_map, name="map"),
    path("map/<int:pk>/outline/", maps.outline, name="outline"),
    path("map/<int:pk>/outline/clear/", maps.outline_clear, name="outline_clear"),
    path("types/", types.types, name="types"),
    path("types/of/<int:pk>/install/", types.install, name="install"),
    path("types/of/<int:pk>/new/", types.new, name="type_new"),
    path("types/<int:pk>/edit/", types.edit, name="type_edit"),
    path("types/<int:pk>/change/", types.change, name="type_change"),
    path("checklists/", checklists.checklists, name="checklists"),
    path("checklists/new/", checklists.new, name="checklist_new"),
    path("checklists/<int:pk>/", checklists.checklist, name="checklist"),
    path("checklists/<int:pk>/edit/", checklists.edit, name="checklist_edit"),
    path("checklists/<int:pk>/copy/", checklists.copy, name="checklist_copy"),
    path("checklists/<int:pk>/use/", checklists.use, name="checklist_use"),
    path("checklists/<int:pk>/items/new/", checklists.item_new, name="item_new"),
    path("checklists/items/<int:pk>/edit/", checklists.item_edit, name="item_edit"),
    path("checklists/items/<int:pk>/change/", checklists.item_change, name="item_change"),
    path("<int:pk>/", sites.site, name="site"),
    path("<int:pk>/edit/", sites.edit, name="edit"),
    path("<int:pk>/use/", sites.use, name="use"),
]
