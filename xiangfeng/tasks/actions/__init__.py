"""What may be done to tasks. Other apps need these."""

from xiangfeng.tasks.actions.giving import assign_task, create_task, give_task, given_text

__all__ = ["assign_task", "create_task", "give_task", "given_text"]
