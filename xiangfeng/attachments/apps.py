from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    name = "xiangfeng.attachments"
    verbose_name = "附件"
