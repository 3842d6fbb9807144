"""What a deed about a step must say: who, with whom or to whom, when, what. The same for cases and periods in a row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.times import now, today
from chuangcheng.inspections.services.texts import checked_text
from chuangcheng.supervision.ladder import Step
from chuangcheng.supervision.models import StepDeed

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_TEXT, MOST_REASON, MOST_PARTY, MOST_LETTER = 2000, 300, 200, 60  # characters, as the columns
FAR = 366  # days to a planned talk, back to a talk or a letter; our choice
Kind = StepDeed.Kind

BELONGS: Mapping[StepDeed.Kind, Step] = {
    Kind.ACKNOWLEDGED: Step.LEADER,
    Kind.PLANNED: Step.TALK,
    Kind.HELD: Step.TALK,
    Kind.REFERRED: Step.ACCOUNT,
}
"""Which step each deed belongs to."""
SENTENCES = {
    Kind.ACKNOWLEDGED: gettext_noop("请写明批示或督办意见。"),
    Kind.PLANNED: gettext_noop("请写明约谈什么。"),
    Kind.HELD: gettext_noop("请写明约谈的要点。"),
    Kind.REFERRED: gettext_noop("请写明移交了什么。"),
}
PARTIES = {
    Kind.HELD: gettext_noop("请写明谁约谈了谁。"),
    Kind.REFERRED: gettext_noop("请写明移交给哪个单位。"),
}


@dataclass(frozen=True)
class DeedGiven:
    """A deed as the form sends it."""

    deed_id: UUID
    kind: str
    text: str
    on: date | None = None
    party: str = ""  # who talks with whom; to whom it is referred
    letter: str = ""  # number of the letter


def checked_deed(actor: Actor, step: str, given: DeedGiven) -> dict[str, Any]:
    """The columns of the deed. Raises InvalidInput with a sentence for what lacks."""
    kind = Kind(given.kind)
    if step != BELONGS[kind].value:
        raise InvalidInput(_("这一档不能这样办理，请刷新页面后重新选择。"))
    text = checked_text(given.text, label=_("内容"), at_most=MOST_TEXT)
    if not text:
        raise InvalidInput(_(SENTENCES[kind]))
    return {
        "pk": given.deed_id,
        "kind": kind,
        "text": text,
        "on": _day(kind, given.on),
        "party": _party(kind, given.party),
        "letter": _letter(kind, given.letter),
        "actor_id": actor.person_id,
        "actor_name": actor.name,
        "at": now(),
    }


def checked_reason(reason: str) -> str:
    """Why a step or a deed is taken back; raises InvalidInput when it is empty or too long."""
    words = checked_text(reason, label=_("理由"), at_most=MOST_REASON)
    if not words:
        raise InvalidInput(_("请写明撤销的理由。"))
    return words


def _party(kind: StepDeed.Kind, party: str) -> str:
    if kind == Kind.ACKNOWLEDGED:
        return ""
    words = checked_text(party, label=_("对象"), at_most=MOST_PARTY)
    if not words and kind in PARTIES:
        raise InvalidInput(_(PARTIES[kind]))
    return words


def _letter(kind: StepDeed.Kind, letter: str) -> str:
    if kind != Kind.REFERRED:
        return ""
    words = checked_text(letter, label=_("函件文号"), at_most=MOST_LETTER)
    if not words:
        raise InvalidInput(_("请填写移交函的文号，没有文号的写“无文号”。"))
    return words


def _day(kind: StepDeed.Kind, day: date | None) -> date | None:
    if kind == Kind.ACKNOWLEDGED:
        return None
    if day is None:
        raise InvalidInput(_("请填写移交函的日期。") if kind == Kind.REFERRED else _("请填写约谈日期。"))
    ahead = (day - today()).days
    if kind == Kind.PLANNED and not 0 <= ahead <= FAR:
        raise InvalidInput(_("约谈日期应在今天以后、一年以内。"))
    if kind == Kind.HELD and not -FAR <= ahead <= 0:
        raise InvalidInput(_("约谈记录的日期不能晚于今天，也不能早于一年前。"))
    if kind == Kind.REFERRED and not -FAR <= ahead <= 0:
        raise InvalidInput(_("移交函的日期不能晚于今天，也不能早于一年前。"))
    return day
