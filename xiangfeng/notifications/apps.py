from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "xiangfeng.notifications"
    verbose_name = "消息"
