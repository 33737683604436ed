"""F12 — 责任书: what a unit signs for the year, generated from its goals, and the 补充协议 that change it.

Words: pledge 责任书, supplement 补充协议, signature 签字. Basis: A1.2d, papers-and-ledgers 7.1, ledger 3.
"""
