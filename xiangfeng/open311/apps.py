from django.apps import AppConfig


class Open311Config(AppConfig):
    name = "xiangfeng.open311"
    verbose_name = "开放接口"
