"""By which rules and on which boards a unit that signs a contract is appraised: sentences for the contract."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from chuangcheng.supervision.queries.appraisals.formulas import current_of, every_board
from chuangcheng.tasks.slots import contract_terms

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit


def fill() -> None:
    """Called once, when the application is ready."""
    contract_terms.fill("supervision", _terms)


def _terms(unit: Unit, day: date) -> Sequence[str]:
    told = []
    for board in every_board():
        versions = [version for version in board.versions.all() if version.valid_from <= day]
        if not versions or unit.kind not in current_of(versions, day).kinds:
            continue
        facts = {"formula": current_of(versions, day).formula.name, "board": board.name}
        told.append(_("按《%(formula)s》考核，成绩列入“%(board)s”，结果作为奖惩的依据。") % facts)
    return told
