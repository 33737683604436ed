from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "xiangfeng.assessments"
    verbose_name = "考评"
