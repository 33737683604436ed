from django.apps import AppConfig


class FindingsConfig(AppConfig):
    name = "xiangfeng.findings"
    verbose_name = "检查发现"
