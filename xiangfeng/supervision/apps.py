from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "xiangfeng.supervision"
    verbose_name = "社会监督"

    def ready(self) -> None:
        from xiangfeng.supervision import flow, proofs  # noqa: F401

        proofs.register()
