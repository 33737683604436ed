"""F1 — 工作日历: the State Council's yearly 放假调休, one row a day it names; editable and importable.

Seeded for 2004–2026. Rights (``calendars.manage``) and history are the caller's business, in administration.
Words: day 特殊日, year 年度安排, 休 off, 班 worked.
"""
