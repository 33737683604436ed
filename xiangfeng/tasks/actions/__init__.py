"""What may be done to tasks. Other apps need these."""

from xiangfeng.tasks.actions.doing import add_kept
from xiangfeng.tasks.actions.giving import assign_task, create_task, give_task, given_text, refuse_second

__all__ = ["add_kept", "assign_task", "create_task", "give_task", "given_text", "refuse_second"]
