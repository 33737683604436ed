from django.apps import AppConfig


class LeadershipConfig(AppConfig):
    name = "xiangfeng.leadership"
    verbose_name = "领导小组"
