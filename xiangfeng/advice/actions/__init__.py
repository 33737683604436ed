"""What may be done: 批示 (`instructions`), 建议单 (`proposals`), 问题 (`problems`)."""

from xiangfeng.advice.actions.instructions import instruct

__all__ = ["instruct"]
