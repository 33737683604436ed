from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "xiangfeng.inspections"
    verbose_name = "检查"
