"""F11 — 目标: the scheme of several years, the yearly plan and its versions, goals broken down to units, progress, evaluation.

Words: programme 创建方案, plan 年度计划, goal 目标, share 分解, progress 进展, evaluation 评估. Basis: A1.2, A5.1, B1–B3, G3,
ledger 2.
"""

from django.apps import AppConfig


class GoalsConfig(AppConfig):
    name = "xiangfeng.goals"
    verbose_name = "目标"

    def ready(self) -> None:
        from xiangfeng.goals import flow, proofs  # noqa: F401 - the tables register themselves on import

        proofs.register()
