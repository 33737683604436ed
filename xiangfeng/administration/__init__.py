"""F8 — screens of the floors that have none: units, people, posts, appointments, accounts, calendar, history, files,
messages.

Words: unit 单位, seat 任职（谁在哪个岗位）, account 账号, lock 登录锁定. The acts here wrap those below and record them.
"""
