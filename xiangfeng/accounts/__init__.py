"""F1 — 账号: who may sign in, and how. Knows no unit, no post and no work.

Owns users, passwords, lock-out, idle time-out and the second factor (GB/T 22239-2019 8.1.4.1 身份鉴别).
Nothing here writes history, which lies on a floor above: whoever calls the actions (administration) records them;
signing in and out is recorded by ``xiangfeng.history.receivers``.
Words: user 账号, password 密码, lock-out 锁定, second factor 动态码.
"""
