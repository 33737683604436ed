from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "xiangfeng.administration"
    verbose_name = "管理"
