"""Every write of supervision; other contexts come in here."""

from chuangcheng.supervision.services.appraisals.boards import BoardGiven, save_board
from chuangcheng.supervision.services.appraisals.computing import appraise_period, ask_to_appraise
from chuangcheng.supervision.services.appraisals.formulas import save_formula, take_over
from chuangcheng.supervision.services.appraisals.merits import MeritGiven, enter_merit, withdraw_merit
from chuangcheng.supervision.services.appraisals.objecting import decide_objection, raise_objection
from chuangcheng.supervision.services.appraisals.publishing import open_to_objections, publish_run

__all__ = [
    "BoardGiven",
    "MeritGiven",
    "appraise_period",
    "ask_to_appraise",
    "decide_objection",
    "enter_merit",
    "open_to_objections",
    "publish_run",
    "raise_objection",
    "save_board",
    "save_formula",
    "take_over",
    "withdraw_merit",
]
