from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "xiangfeng.duties"
    verbose_name = "义务"

    def ready(self) -> None:
        from xiangfeng.duties.actions.editing import follow
        from xiangfeng.regulations import succession

        succession.register(follow)
