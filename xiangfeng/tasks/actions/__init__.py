"""What may be done to tasks. Other apps need these two."""

from xiangfeng.tasks.actions.giving import assign_task, create_task

__all__ = ["assign_task", "create_task"]
