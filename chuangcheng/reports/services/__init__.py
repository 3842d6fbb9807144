"""Writes on bulletins and templates."""

from chuangcheng.reports.services.bulletins import (
    WordsGiven,
    ask_for_bulletin,
    ask_to_recount,
    change_bulletin,
    keep_bulletin,
    move_bulletin,
    recount_bulletin,
)
from chuangcheng.reports.services.sending import issue_bulletin

__all__ = [
    "WordsGiven",
    "ask_for_bulletin",
    "ask_to_recount",
    "change_bulletin",
    "issue_bulletin",
    "keep_bulletin",
    "move_bulletin",
    "recount_bulletin",
]
