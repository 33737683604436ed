from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "xiangfeng.inspections"
    verbose_name = "检查"

    def ready(self) -> None:
        from xiangfeng.inspections import flow  # noqa: F401
