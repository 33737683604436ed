from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "xiangfeng.administration"
    verbose_name = "管理"

    def ready(self) -> None:
        from xiangfeng.administration import receivers  # noqa: F401 - the receiver connects itself on import
