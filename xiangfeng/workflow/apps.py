from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WorkflowConfig(AppConfig):
    name = "xiangfeng.workflow"
    verbose_name = "流程"

    def ready(self) -> None:
        # A flow registers itself when its module is read; commands and doors alike must find it.
        autodiscover_modules("flow")
