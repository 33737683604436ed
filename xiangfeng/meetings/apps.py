from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "xiangfeng.meetings"
    verbose_name = "会议"

    def ready(self) -> None:
        from xiangfeng.meetings import flow, proofs  # noqa: F401

        proofs.register()
