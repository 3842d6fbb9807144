"""Writes on circulars."""

from chuangcheng.command.services.circulars.honours import send_list, withdraw_sent_list
from chuangcheng.command.services.circulars.passing import (
    PassGiven,
    issue_circular,
    pass_on_circular,
    remind_circular,
    units_below,
)
from chuangcheng.command.services.circulars.receipts import (
    answer_question,
    ask_about_circular,
    read_circular,
    sign_circular,
)
from chuangcheng.command.services.circulars.registering import (
    CircularEnded,
    CircularGiven,
    CircularIssued,
    add_circular_files,
    change_circular,
    register_circular,
    withdraw_circular,
)
from chuangcheng.command.services.circulars.tasks import LineGiven, give_circular_tasks, proposed_lines

__all__ = [
    "CircularEnded",
    "CircularGiven",
    "CircularIssued",
    "LineGiven",
    "PassGiven",
    "add_circular_files",
    "answer_question",
    "ask_about_circular",
    "change_circular",
    "give_circular_tasks",
    "issue_circular",
    "pass_on_circular",
    "proposed_lines",
    "read_circular",
    "register_circular",
    "remind_circular",
    "send_list",
    "sign_circular",
    "units_below",
    "withdraw_circular",
    "withdraw_sent_list",
]
