"""What may be done to 群众反映. Other apps need these."""

from xiangfeng.feedback.actions.registering import Registered, Sender, register_report, url_of

__all__ = ["Registered", "Sender", "register_report", "url_of"]
