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
from chuangcheng.reports.services.printing import ask_for_office_pdf
from chuangcheng.reports.services.sending import issue_bulletin
from chuangcheng.reports.services.templates import add_template, use_default, use_template

__all__ = [
    "WordsGiven",
    "add_template",
    "ask_for_bulletin",
    "ask_for_office_pdf",
    "ask_to_recount",
    "change_bulletin",
    "issue_bulletin",
    "keep_bulletin",
    "move_bulletin",
    "recount_bulletin",
    "use_default",
    "use_template",
]
