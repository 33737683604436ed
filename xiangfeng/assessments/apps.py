from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "xiangfeng.assessments"
    verbose_name = "考评"

    def ready(self) -> None:
        from xiangfeng.assessments import bottoms, flow, proofs  # noqa: F401 - the tables register themselves on import

        proofs.register()
        bottoms.register()
