from django.apps import AppConfig


class SitesConfig(AppConfig):
    name = "xiangfeng.sites"
    verbose_name = "点位"
