from django.urls import path

from xiangfeng.meetings import public
from xiangfeng.meetings.staff import attendance, invited, meetings, minutes, papers

app_name = "meetings"
urlpatterns = [
    path("", meetings.meetings, name="meetings"),
    path("new/", meetings.new, name="new"),
    path("<int:pk>/", meetings.meeting, name="meeting"),
    path("<int:pk>/edit/", meetings.edit, name="edit"),
    path("<int:pk>/agenda/", meetings.agenda, name="agenda"),
    path("<int:pk>/move/", meetings.move, name="move"),
    path("<int:pk>/timer/", meetings.timer, name="timer"),
    path("<int:pk>/attendance/", attendance.attendance, name="attendance"),
    path("<int:pk>/sign-code/", attendance.sign_code, name="sign_code"),
    path("<int:pk>/sign.svg", attendance.sign_svg, name="sign_svg"),
    path("<int:pk>/invite/", attendance.invite, name="invite"),
    path("attendance/<int:pk>/off/", attendance.take_off, name="take_off"),
    path("<int:pk>/sheet/", attendance.sheet_upload, name="sheet_upload"),
    path("<int:pk>/minutes/", minutes.minutes, name="minutes"),
    path("<int:pk>/decisions/", minutes.decisions, name="decisions"),
    path("<int:pk>/tasks/", minutes.make_tasks, name="make_tasks"),
    path("resolutions/", minutes.resolutions, name="resolutions"),
    path("resolutions/<int:pk>/", minutes.resolution, name="resolution"),
    path("resolutions/<int:pk>/task/", minutes.make_task, name="make_task"),
    path("<int:pk>/notice.<str:kind>", papers.notice_file, name="notice_file"),
    path("<int:pk>/sheet.<str:kind>", papers.sheet_file, name="sheet_file"),
    path("<int:pk>/minutes.<str:kind>", papers.minutes_file, name="minutes_file"),
    path("invited/", invited.invited, name="invited"),
    path("invitation/<int:pk>/", invited.invitation, name="invitation"),
    path("sign/<str:token>/", public.sign, name="sign"),
]
