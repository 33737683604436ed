"""What may be done to findings. Other apps need these."""

from xiangfeng.findings.actions.recording import add_photo, record_finding
from xiangfeng.findings.actions.settling import rectify_findings, void_finding

__all__ = ["add_photo", "record_finding", "rectify_findings", "void_finding"]
