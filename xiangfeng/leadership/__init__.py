"""F8 — 领导小组: who leads the work, what each is answerable for, and which village or key work is in whose hands.

Words: leading group 领导小组, member 成员, division 分工 (分工/任务/责任/奖惩), charge 包干. Basis: A1.1, A2.1, A2.2b, D5.1, G2.1.
"""
