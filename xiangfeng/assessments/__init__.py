"""F9 — 考评: schemes (指标体系), periods, score sheets, results, ranking, 通报, objections.

Words: scheme version 指标体系版本, period 考评期, entry 参评对象, score 打分格, deduction 扣分, adjustment 加减分,
upper result 上级考评, objection 异议, bulletin 通报. The arithmetic itself is `xiangfeng.scoring`.
"""
