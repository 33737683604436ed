from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "xiangfeng.notices"
    verbose_name = "公告公示"

    def ready(self) -> None:
        from xiangfeng.notices import flow, proofs  # noqa: F401

        proofs.register()
