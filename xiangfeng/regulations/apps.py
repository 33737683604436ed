from django.apps import AppConfig


class RegulationsConfig(AppConfig):
    name = "xiangfeng.regulations"
    verbose_name = "制度"
