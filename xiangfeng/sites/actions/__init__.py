"""What may be done with sites, their types and checklists."""

from xiangfeng.sites.actions.installing import install_types
from xiangfeng.sites.actions.sites import (
    add_site,
    edit_site,
    note_result,
    reset_result,
    restore_site,
    stop_site,
)

__all__ = [
    "add_site",
    "edit_site",
    "install_types",
    "note_result",
    "reset_result",
    "restore_site",
    "stop_site",
]
