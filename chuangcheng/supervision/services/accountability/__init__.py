"""Writes on rewards, accountability and red and black lists."""

from chuangcheng.supervision.services.accountability.appealing import (
    add_appeal_files,
    appeal_to_prove,
    decide_appeal,
    raise_appeal,
    side_to_appeal,
)
from chuangcheng.supervision.services.accountability.deciding import DecisionGiven, decide_matter, move_matter
from chuangcheng.supervision.services.accountability.grounds import change_grounds
from chuangcheng.supervision.services.accountability.honouring import check_list, move_list, propose_list
from chuangcheng.supervision.services.accountability.proposing import MatterGiven, propose_matter
from chuangcheng.supervision.services.accountability.reckoning import ask_to_reckon, reckon_last_month, reckon_period

__all__ = [
    "DecisionGiven",
    "MatterGiven",
    "add_appeal_files",
    "appeal_to_prove",
    "ask_to_reckon",
    "change_grounds",
    "check_list",
    "decide_appeal",
    "decide_matter",
    "move_list",
    "move_matter",
    "propose_list",
    "propose_matter",
    "raise_appeal",
    "reckon_last_month",
    "reckon_period",
    "side_to_appeal",
]
