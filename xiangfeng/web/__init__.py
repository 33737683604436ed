"""F7 — what doors share: who may enter, the frame around a page, lists with filters and xlsx, the move door.

Words: door 入口, ledger 台账, frame 页面框, menu 菜单.
"""
