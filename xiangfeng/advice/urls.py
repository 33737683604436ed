"""批示, 建议单 and 问题, below ``/work/advice/``."""

from django.urls import path

from xiangfeng.advice.staff import instructions, problems, proposals

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
]
