from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "xiangfeng.calendars"
    verbose_name = "工作日历"
