from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "xiangfeng.surveys"
    verbose_name = "问卷"
