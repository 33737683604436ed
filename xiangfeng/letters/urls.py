"""一封信: ``/letters/`` for everybody, ``/work/letters/`` for the office."""

from django.urls import path

from xiangfeng.letters import public, staff

app_name = "letters"
urlpatterns = [
    path("letters/", public.public_list, name="public_list"),
    path("letters/<int:pk>/", public.public_letter, name="public_letter"),
    path("letters/<int:pk>/paper.<str:kind>", public.public_paper, name="public_paper"),
    path("work/letters/", staff.letters, name="letters"),
    path("work/letters/new/", staff.letter_new, name="letter_new"),
    path("work/letters/<int:pk>/", staff.letter, name="letter"),
    path("work/letters/<int:pk>/edit/", staff.letter_edit, name="letter_edit"),
    path("work/letters/<int:pk>/move/", staff.letter_move, name="letter_move"),
    path("work/letters/<int:pk>/batch/", staff.batch_new, name="batch_new"),
    path("work/letters/<int:pk>/slip/", staff.slip_new, name="slip_new"),
    path("work/letters/<int:pk>/paper.<str:kind>", staff.letter_file, name="letter_file"),
]
