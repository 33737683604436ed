from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "xiangfeng.feedback"
    verbose_name = "群众反映"

    def ready(self) -> None:
        from xiangfeng.feedback import flow, proofs  # noqa: F401 - the table registers itself on import

        proofs.register()
