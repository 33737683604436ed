from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "xiangfeng.tasks"
    verbose_name = "任务督办"
