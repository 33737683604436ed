from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "xiangfeng.documents"
    verbose_name = "文书"
