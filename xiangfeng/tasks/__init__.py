"""F10 — 任务 · 督办 · 整改: assigned work with a deadline, one life for all three.

Words: task 任务, report 进展反馈, extension 延期, urge 催办, campaign 专项. Others create tasks by `assign_task`.
Basis: A4.4, A5.1c, G4.1–2, ledgers 6 and 7.
"""
