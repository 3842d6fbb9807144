"""Boards and how they rank, by date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.ids import is_client_id
from chuangcheng.inspections.services.texts import checked_text
from chuangcheng.orgs.queries import unit_kinds
from chuangcheng.supervision.appraisal import RateOf
from chuangcheng.supervision.appraisal_access import formula_for, require_appraiser
from chuangcheng.supervision.models import Board, BoardVersion

MOST_NAME, MOST_REASON = 60, 300  # characters, as the columns
MOST_LISTED = 1_000
MOST_DAYS = 60  # working days for objections; our choice
MOST_POINTS = Decimal(100_000)
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class BoardGiven:
    """How a board ranks, as the form sends it."""

    name: str
    valid_from: date
    formula_id: UUID
    kinds: Sequence[str] = ()  # of units; none: leaders of towns
    counts_below: bool = True
    minimum: int = 1  # cases
    rate: str = RateOf.ON_TIME.value
    red: int = 0
    black: int = 0
    spare_line: Decimal | None = None  # points
    objection_days: int = 3  # working days
    is_shown_to_all: bool = True
    reason: str = ""


@transaction.atomic
def save_board(*, actor: Actor, board_id: UUID, version_id: UUID, given: BoardGiven) -> BoardVersion:
    """A new board, or another version of one from a day on; the same version id twice is one."""
    require_appraiser(actor)
    there = BoardVersion.objects.filter(pk=version_id).first()
    if there is not None and there.set_by_id == actor.person_id:
        return there
    if there is not None or not is_client_id(version_id) or not is_client_id(board_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    facts = _checked(actor, given)
    board = _named(actor, board_id, checked_text(given.name, label=_("名称"), at_most=MOST_NAME))
    made = BoardVersion.objects.create(
        pk=version_id, board=board, set_by_id=actor.person_id, set_by_name=actor.name, **facts
    )
    audit.record(actor=actor, action="supervision.save_board", subject=board, detail={"reason": made.reason})
    return made


def _named(actor: Actor, board_id: UUID, name: str) -> Board:
    if not name:
        raise InvalidInput(_("请填写榜单的名称。"))
    if Board.objects.filter(name=name).exclude(pk=board_id).exists():
        raise InvalidInput(_("已有名为“%(name)s”的榜单，请换个名称。") % {"name": name})
    try:
        with transaction.atomic():
            board, _new = Board.objects.update_or_create(
                pk=board_id, defaults={"name": name}, create_defaults={"name": name, "created_by_id": actor.person_id}
            )
    except IntegrityError as error:
        raise InvalidInput(_("已有名为“%(name)s”的榜单，请换个名称。") % {"name": name}) from error
    return board


def _checked(actor: Actor, given: BoardGiven) -> dict[str, object]:
    if not FIRST_YEAR <= given.valid_from.year <= LAST_YEAR:
        raise InvalidInput(_("请核对生效日期。"))
    known = unit_kinds()
    if any(kind not in known for kind in given.kinds):
        raise InvalidInput(_("请从列出的单位类别中选择。"))
    if given.rate not in set(RateOf):
        raise InvalidInput(_("请从列出的比率中选择。"))
    counts = (given.minimum, given.red, given.black)
    if any(not 0 <= count <= MOST_LISTED for count in counts) or not 1 <= given.objection_days <= MOST_DAYS:
        raise InvalidInput(_("请核对数量：不能是负数，异议期为1至60个工作日。"))
    line = given.spare_line
    if line is not None and (not line.is_finite() or not 0 <= line <= MOST_POINTS):
        raise InvalidInput(_("请核对黑榜线的分数。"))
    reason = checked_text(given.reason, label=_("理由"), at_most=MOST_REASON)
    if not reason:
        raise InvalidInput(_("请填写设置或修改的依据，以便日后查考。"))
    return {
        "valid_from": given.valid_from,
        "formula": formula_for(actor, given.formula_id),
        "kinds": [kind for kind in known if kind in given.kinds],
        "counts_below": given.counts_below,
        "minimum": given.minimum,
        "rate": given.rate,
        "red": given.red,
        "black": given.black,
        "spare_line": line,
        "objection_days": given.objection_days,
        "is_shown_to_all": given.is_shown_to_all,
        "reason": reason,
    }
