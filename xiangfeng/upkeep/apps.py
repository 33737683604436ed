from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    name = "xiangfeng.upkeep"
    verbose_name = "日常作业"

    def ready(self) -> None:
        from xiangfeng.upkeep import flow, proofs  # noqa: F401

        proofs.register()
