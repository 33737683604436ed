from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "xiangfeng.surveys"
    verbose_name = "问卷"

    def ready(self) -> None:
        from xiangfeng.surveys import flow, proofs  # noqa: F401 - the table registers itself on import

        proofs.register()
