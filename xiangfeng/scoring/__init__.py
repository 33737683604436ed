"""计分 (the pure scoring library): a scheme, the entries of one period, and the ranked, explained result.

Owns 指标体系 (`scheme`), the fourteen 计分规则 (`rules`), what was entered (`entry`), the arithmetic (`compute`),
the TOML form (`toml`) and the shipped schemes (`templates`). No database, no Django, no floats: numbers are
`Decimal` or `Fraction`, and rounding happens once, at the end. The web platform and `xiangfeng assess` both call it.
"""
