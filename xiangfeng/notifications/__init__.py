"""F4 — 消息: short notes to people inside the system. Other channels (e-mail, SMS, WeCom) come with the outbox.

Words: message 消息, unread 未读.
"""
