from django.urls import path

from xiangfeng.duties.staff import calendar, duty, occurrence, regulation, wall

app_name = "duties"
urlpatterns = [
    path("", calendar.calendar, name="calendar"),
    path("list/", calendar.occurrences, name="list"),
    path("wall/", wall.wall, name="wall"),
    path("wall/install/", wall.install, name="install"),
    path("<int:pk>/", occurrence.occurrence, name="occurrence"),
    path("<int:pk>/exempt/", occurrence.exempt, name="exempt"),
    path("<int:pk>/merge/", occurrence.merge, name="merge"),
    path("<int:pk>/restore/", occurrence.restore, name="restore"),
    path("duties/<int:pk>/", duty.duty, name="duty"),
    path("duties/<int:pk>/edit/", duty.edit, name="edit"),
    path("duties/<int:pk>/stop/", duty.stop, name="stop"),
    path("duties/<int:pk>/resume/", duty.resume, name="resume"),
    path("duties/words/", duty.words, name="words"),
    path("articles/<int:pk>/new/", duty.add, name="add"),
    path("regulations/<int:pk>/", regulation.regulation, name="regulation"),
    path("regulations/<int:pk>/xlsx/", regulation.export, name="regulation_xlsx"),
]
