"""批示, 建议单, 问题 and 指导调研, below ``/work/advice/``."""

from django.urls import path

from xiangfeng.advice.staff import guidance, instructions, problems, proposals

app_name = "advice"
urlpatterns = [
    path("instruct/", instructions.instruct, name="instruct"),
    path("instructions/", instructions.instructions, name="instructions"),
    path("instructions/<int:pk>/", instructions.instruction, name="instruction"),
    path("instructions/<int:pk>/task/", instructions.instruction_task, name="instruction_task"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/new/", proposals.proposal_new, name="proposal_new"),
    path("proposals/<int:pk>/", proposals.proposal, name="proposal"),
    path("proposals/<int:pk>/edit/", proposals.proposal_edit, name="proposal_edit"),
    path("proposals/<int:pk>/move/", proposals.proposal_move, name="proposal_move"),
    path("proposals/<int:pk>/paper.<str:kind>", proposals.proposal_file, name="proposal_file"),
    path("problems/", problems.problems, name="problems"),
    path("problems/new/", problems.problem_new, name="problem_new"),
    path("problems/<int:pk>/", problems.problem, name="problem"),
    path("problems/<int:pk>/move/", problems.problem_move, name="problem_move"),
    path("problems/<int:pk>/note/", problems.problem_note, name="problem_note"),
    path("problems/<int:pk>/task/", problems.problem_task, name="problem_task"),
    path("guidance/", guidance.guidances, name="guidances"),
    path("guidance/own/", guidance.own_guidance, name="own_guidance"),
    path("guidance/new/", guidance.guidance_new, name="guidance_new"),
    path("guidance/<int:pk>/", guidance.guidance, name="guidance"),
    path("guidance/<int:pk>/edit/", guidance.guidance_edit, name="guidance_edit"),
    path("guidance/<int:pk>/result/", guidance.guidance_result, name="guidance_result"),
    path("guidance/<int:pk>/void/", guidance.guidance_void, name="guidance_void"),
    path("guidance/<int:pk>/task/", guidance.guidance_task, name="guidance_task"),
    path("guidance/<int:pk>/paper.<str:kind>", guidance.guidance_paper_file, name="guidance_paper"),
]
