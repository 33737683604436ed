"""F11 — 工作台: what waits for me, the public front page, the manual.

Words: todo 待办, inbox 我的待办, compliance 合规自检.
"""
