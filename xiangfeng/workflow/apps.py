from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "xiangfeng.workflow"
    verbose_name = "流程"
