"""Addresses of the assessment, a file for each group of pages; all in the namespace ``assessments``."""

from django.urls import include, path

from xiangfeng.assessments import public
from xiangfeng.assessments.urls import periods, ranking, schemes, sheet, village

app_name = "assessments"
of_staff = [
    *schemes.urlpatterns,
    *village.urlpatterns,
    *periods.urlpatterns,
    *sheet.urlpatterns,
    *ranking.urlpatterns,
]
urlpatterns = [
    path("rules/scoring/", public.public_schemes, name="public_schemes"),
    path("rules/scoring/<int:pk>/", public.public_scheme, name="public_scheme"),
    path("work/assessments/", include(of_staff)),
]
