from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "xiangfeng.history"
    verbose_name = "历史"

    def ready(self) -> None:
        from xiangfeng.history import receivers  # noqa: F401
