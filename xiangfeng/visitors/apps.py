from django.apps import AppConfig


class VisitorsConfig(AppConfig):
    name = "xiangfeng.visitors"
    verbose_name = "访客"
