"""What a person may do about a step, as buttons and dialogs; the same for cases and for periods in a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.supervision.escalation_wording import deed_words, whom_word
from chuangcheng.supervision.ladder import Step
from chuangcheng.supervision.models import StepDeed


@dataclass(frozen=True, slots=True)
class DeedAct:
    """A button that opens a dialog; empty labels are not asked for."""

    kind: str
    label: str
    icon: str
    text_label: str
    party_label: str = ""
    party: str = ""  # filled in to begin with
    letter_label: str = ""
    day_label: str = ""


@dataclass(frozen=True, slots=True)
class DeedUndoAct:
    """An entry of the menu that opens a dialog."""

    label: str
    dialog: str
    url: str


def deed_acts(*, step: str, by: str, unit: str, handles: bool, leads: bool) -> list[DeedAct]:
    """The acts on a step that is neither undone nor passed over; the first one is the next."""
    if step == Step.LEADER.value and leads:
        return [DeedAct("acknowledged", _("批示"), "edit", _("批示或督办意见"))]
    if step == Step.TALK.value and handles:
        party = _("%(by)s约谈%(unit)s主要负责人") % {"by": whom_word(by), "unit": unit}
        asked = {"party_label": _("谁约谈谁"), "party": party, "day_label": _("约谈日期")}
        return [
            DeedAct("held", _("记录约谈"), "messages", _("约谈要点"), **asked),
            DeedAct("planned", _("安排约谈"), "calendar-event", _("约谈什么"), **asked),
        ]
    if step == Step.ACCOUNT.value and handles:
        asked = {
            "party_label": _("移交给"),
            "party": whom_word(by),
            "letter_label": _("函件文号"),
            "day_label": _("函件日期"),
        }
        return [DeedAct("referred", _("登记移交"), "send", _("移交了什么"), **asked)]
    return []


def undo_acts(
    deeds: Sequence[StepDeed], *, door: str, step_id: object, handles: bool, person_id: int | None
) -> list[DeedUndoAct]:
    """What of it may be taken back: by who handles escalations; a leader's words by that leader."""
    return [
        DeedUndoAct(
            label=_("撤销%(deed)s") % {"deed": deed.get_kind_display()},
            dialog=f"undo-{deed.pk}",
            url=reverse(door, args=[step_id, deed.pk]),
        )
        for deed in deeds
        if not hasattr(deed, "undone") and _may_undo(deed, handles=handles, person_id=person_id)
    ]


def deed_events(deeds: Sequence[StepDeed]) -> list[dict[str, Any]]:
    """What was done and what of it was taken back, as a timeline shows it, oldest first."""
    found = []
    for deed in deeds:
        word, undone = deed.get_kind_display(), getattr(deed, "undone", None)
        tone = "blue" if undone is None else "muted"
        found.append({**event(deed.at, word, deed.actor_name, "messages", tone), "note": deed_words(deed)})
        if undone is not None:
            said = _("撤销%(deed)s") % {"deed": word}
            found.append({**event(undone.at, said, undone.actor_name, "ban", "muted"), "note": undone.reason})
    return sorted(found, key=lambda one: one["at"])


def standing_kinds(deeds: Sequence[StepDeed]) -> set[str]:
    """The kinds of what was done and holds."""
    return {deed.kind for deed in deeds if not hasattr(deed, "undone")}


def event(at: datetime, word: str, who: str, icon: str, tone: str) -> dict[str, Any]:
    """An entry of a timeline."""
    return {"at": at, "word": word, "who": who, "icon": icon, "tone": tone}


def _may_undo(deed: StepDeed, *, handles: bool, person_id: int | None) -> bool:
    if deed.kind == StepDeed.Kind.ACKNOWLEDGED:
        return person_id is not None and deed.actor_id == person_id
    return handles
