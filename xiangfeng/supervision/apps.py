from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "xiangfeng.supervision"
    verbose_name = "社会监督"
