from django.apps import AppConfig


class OrgsConfig(AppConfig):
    name = "xiangfeng.orgs"
    verbose_name = "组织"
