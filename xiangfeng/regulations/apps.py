from django.apps import AppConfig


class RegulationsConfig(AppConfig):
    name = "xiangfeng.regulations"
    verbose_name = "制度"

    def ready(self) -> None:
        """Register the flow, so that pages, the move door and the tests find it."""
        from xiangfeng.regulations import flow  # noqa: F401
