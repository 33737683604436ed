from django.apps import AppConfig


class AdviceConfig(AppConfig):
    name = "xiangfeng.advice"
    verbose_name = "建议与批示"
