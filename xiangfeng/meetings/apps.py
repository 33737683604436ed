from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "xiangfeng.meetings"
    verbose_name = "会议"
