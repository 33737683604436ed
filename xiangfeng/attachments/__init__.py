"""F4 — 附件: photos and papers kept as proof (佐证), each belonging to a unit.

Owns checking what is uploaded by its content, taking place and camera out of photos, and scoped opening.
Words: attachment 附件, purpose 用途, original 原件.
"""
