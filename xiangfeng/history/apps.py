from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "xiangfeng.history"
    verbose_name = "历史"
