from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "xiangfeng.duties"
    verbose_name = "义务"
