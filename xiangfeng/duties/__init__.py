"""F9 — 义务: what an article demands how often, the calendar that grows from it, and the real records that fulfil it.

Words: duty 义务, occurrence 应办, proof 凭据. Nobody ticks a box here: an app above tells where its records are
(`proofs.register`) and says when one has changed (`refresh`). Basis: requirements §1.10.
"""
