"""F12 — 建议与批示: what the 创建办 proposes, what a leader directs, and problems on their way to being solved.

Words: instruction 批示, proposal 建议单, problem 问题, guidance 指导调研. Basis: A5.2, A5.3a, A5.5, A2.2a.
"""
