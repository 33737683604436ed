from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    name = "xiangfeng.workbench"
    verbose_name = "工作台"
