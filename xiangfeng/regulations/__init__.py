"""F8 — 制度: the township's rules as text one can find, version by version, and the 28 conduct norms.

Words: regulation 制度, article 条款, norm 行为规范. What an article obliges people to is `xiangfeng.duties`. Basis: A0, A1.3,
F8, C6–C11, ledger 20.
"""
