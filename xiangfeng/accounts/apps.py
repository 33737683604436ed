from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "xiangfeng.accounts"
    verbose_name = "账号"

    def ready(self) -> None:
        from xiangfeng.accounts import receivers  # noqa: F401
