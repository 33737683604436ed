"""F3 — who there is: units in one tree (省→县→乡镇→村, 站所, 企业, 学校), people, posts, appointments from–to.

Words: unit 单位, person 人员, post 岗位, appointment 任职, group 参评类别.
"""
