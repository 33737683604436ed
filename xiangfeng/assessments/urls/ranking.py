"""Ranking, drill-down, 汇总 ledger and 通报 of a period."""

from django.urls import path

from xiangfeng.assessments.staff import bulletin, ranking, recheck

urlpatterns = [
    path("recheck/", recheck.recheck, name="recheck"),
    path("<int:pk>/ranking/", ranking.ranking, name="ranking"),
    path("<int:pk>/ranking/<int:entry>/", ranking.ranking_entry, name="ranking_entry"),
    path("<int:pk>/ledger.xlsx", ranking.ledger_file, name="ledger_file"),
    path("<int:pk>/bulletin/", bulletin.bulletin, name="bulletin"),
    path("<int:pk>/bulletin/settings/", bulletin.settings_save, name="bulletin_settings"),
    path("<int:pk>/bulletin/block/", bulletin.block_save, name="bulletin_block"),
    path("<int:pk>/bulletin/file.<str:kind>", bulletin.bulletin_file, name="bulletin_file"),
]
