"""What may be done to 群众反映. Other apps need these."""

from xiangfeng.feedback.actions.accepting import reopen_report
from xiangfeng.feedback.actions.moving import add_step
from xiangfeng.feedback.actions.registering import Registered, Sender, register_report, url_of

__all__ = ["Registered", "Sender", "add_step", "register_report", "reopen_report", "url_of"]
