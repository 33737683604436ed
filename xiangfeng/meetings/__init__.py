"""F12 — 会议: 领导小组会 and 动员（推进）会, from notice to 纪要, and the resolutions that become tasks.

Words: meeting 会议, attendance 到会, agenda item 议程, department report 部门汇报, resolution 议定事项. Basis: A3.1, A3.2, G2.3,
ledger 4.
"""
