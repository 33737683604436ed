"""Addresses of the assessment, a file for each group of pages; all in the namespace ``assessments``."""

from xiangfeng.assessments.urls import periods, ranking, schemes, sheet, village

app_name = "assessments"
urlpatterns = [
    *schemes.urlpatterns,
    *village.urlpatterns,
    *periods.urlpatterns,
    *sheet.urlpatterns,
    *ranking.urlpatterns,
]
