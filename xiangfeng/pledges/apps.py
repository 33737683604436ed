from django.apps import AppConfig


class PledgesConfig(AppConfig):
    name = "xiangfeng.pledges"
    verbose_name = "责任书"

    def ready(self) -> None:
        from xiangfeng.pledges import flow, proofs  # noqa: F401 - the tables register themselves on import

        proofs.register()
