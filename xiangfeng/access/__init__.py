"""F2 — who may do what: role → capabilities (one table), Actor, Scope, may(). No tables of its own.

Words: role 角色, capability 权限项, actor 操作人, scope 数据范围, reach 管辖范围.
"""
