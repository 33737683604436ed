"""问卷: for everybody below ``/surveys/`` and ``/s/``, for those who work with them below ``/work/surveys/``."""

from django.urls import path

from xiangfeng.surveys import public
from xiangfeng.surveys.staff import builder, entry, handing, results, surveys

app_name = "surveys"
urlpatterns = [
    path("surveys/", public.public_list, name="public_list"),
    path("s/<str:key>/", public.public_survey, name="public_survey"),
    path("s/<slug:slug>/thanks/", public.public_thanks, name="public_thanks"),
    path("s/<slug:slug>/results/", public.public_results, name="public_results"),
    path("work/surveys/", surveys.surveys, name="surveys"),
    path("work/surveys/new/", surveys.survey_new, name="survey_new"),
    path("work/surveys/<int:pk>/", surveys.survey, name="survey"),
    path("work/surveys/<int:pk>/edit/", surveys.survey_edit, name="survey_edit"),
    path("work/surveys/<int:pk>/move/", surveys.survey_move, name="survey_move"),
    path("work/surveys/<int:pk>/renew/", surveys.survey_renew, name="survey_renew"),
    path("work/surveys/<int:pk>/questions/", builder.questions, name="questions"),
    path("work/surveys/<int:pk>/questions/new/", builder.question_new, name="question_new"),
    path("work/surveys/<int:pk>/questions/standard/", builder.standard, name="standard"),
    path("work/surveys/<int:pk>/questions/<int:question>/", builder.question_edit, name="question_edit"),
    path("work/surveys/<int:pk>/questions/<int:question>/act/", builder.question_act, name="question_act"),
    path("work/surveys/<int:pk>/preview/", builder.preview, name="preview"),
    path("work/surveys/<int:pk>/form.<str:kind>", handing.form_paper, name="form_paper"),
    path("work/surveys/<int:pk>/handing/", handing.handing, name="handing"),
    path("work/surveys/<int:pk>/codes/", handing.codes, name="codes"),
    path("work/surveys/<int:pk>/batches/<int:batch>/void/", handing.batch_void, name="batch_void"),
    path("work/surveys/<int:pk>/poster/", handing.poster, name="poster"),
    path("work/surveys/<int:pk>/code.svg", handing.code_svg, name="code_svg"),
    path("work/surveys/<int:pk>/entry/", entry.entry, name="entry"),
    path("work/surveys/<int:pk>/results/", results.results, name="results"),
    path("work/surveys/<int:pk>/results.xlsx", results.results_xlsx, name="results_xlsx"),
    path("work/surveys/<int:pk>/report.<str:kind>", results.report, name="report"),
    path("work/surveys/<int:pk>/words/", results.words, name="words"),
    path("work/surveys/<int:pk>/words/<uuid:word>/report/", results.words_report, name="words_report"),
]
