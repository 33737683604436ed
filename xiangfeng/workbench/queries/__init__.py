"""What the workbench asks of all the apps below it."""

from xiangfeng.workbench.queries.inbox import dated_for, recent_for, todos_for
from xiangfeng.workbench.todos import Todo, month_days, sections_of

__all__ = ["Todo", "dated_for", "month_days", "recent_for", "sections_of", "todos_for"]
