from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "xiangfeng.accounts"
    verbose_name = "账号"
