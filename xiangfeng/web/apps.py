from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "xiangfeng.web"
    verbose_name = "页面框架"
