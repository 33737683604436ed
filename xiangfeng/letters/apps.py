from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "xiangfeng.letters"
    verbose_name = "一封信"
