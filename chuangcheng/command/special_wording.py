"""Special campaigns in words, for pages, papers and the API."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.command.models import SpecialCampaign, SpecialTarget
from chuangcheng.command.special_workflow import MOVES, STATE_LABELS, State

TONES = {
    State.PREPARING: "muted",
    State.RUNNING: "blue",
    State.CLOSING: "amber",
    State.ENDED: "green",
    State.CANCELLED: "muted",
}
Kind = SpecialTarget.Kind
TARGET_UNITS = {
    Kind.FOUND: gettext_lazy("件"),
    Kind.FIXED: gettext_lazy("件"),
    Kind.FIXED_RATE: "%",
    Kind.SITES: gettext_lazy("个"),
    Kind.COVERAGE: "%",
    Kind.PEOPLE: gettext_lazy("人次"),
    Kind.HOURS: gettext_lazy("小时"),
}


def state_of(found: SpecialCampaign, today: date) -> tuple[str, str]:
    """Tone and word of a badge; a running campaign past its last day is red."""
    state = State(found.state)
    if state is State.RUNNING and found.ends_on < today:
        return "red", _("已到期，待收尾")
    return TONES[state], _(STATE_LABELS[state])


def days_words(found: SpecialCampaign, today: date) -> str:
    """第12天，共30天; how far it is."""
    length = (found.ends_on - found.starts_on).days + 1
    if today < found.starts_on:
        return _("%(days)s天后开始") % {"days": (found.starts_on - today).days}
    if today > found.ends_on:
        return _("共%(days)s天") % {"days": length}
    return _("第%(day)s天，共%(days)s天") % {"day": (today - found.starts_on).days + 1, "days": length}


def move_word(move: str) -> str:
    """What a step is called."""
    return _("新建") if move == "create" else _(MOVES[move].label)


def target_words(target: SpecialTarget) -> str:
    """发现问题200件."""
    kind = Kind(target.kind)
    return f"{kind.label}{target.number}{TARGET_UNITS[kind]}"
