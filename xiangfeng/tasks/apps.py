from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "xiangfeng.tasks"
    verbose_name = "任务督办"

    def ready(self) -> None:
        from xiangfeng.tasks import flow, proofs  # noqa: F401 - the tables register themselves on import

        proofs.register()
