from django.apps import AppConfig


class PledgesConfig(AppConfig):
    name = "xiangfeng.pledges"
    verbose_name = "责任书"
