from django.apps import AppConfig


class GoalsConfig(AppConfig):
    name = "xiangfeng.goals"
    verbose_name = "目标"
