from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    name = "xiangfeng.upkeep"
    verbose_name = "日常作业"
