"""F6 — Flow, Move, fire(): the only writer of states.

Words: flow 流程, move 办理动作, state 状态, guard 前提条件.
"""
