"""The steps of a case as its timeline tells them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.cases.limits import Limit
from chuangcheng.cases.limits import Unit as LimitUnit
from chuangcheng.cases.models import CaseEvent, CasePhoto
from chuangcheng.cases.queries import CaseStory
from chuangcheng.cases.services import move_label
from chuangcheng.cases.wording import term_told
from chuangcheng.core.times import SHANGHAI

LOOKS = {  # move → tone and icon in the story
    "open": ("blue", "flag"),
    "file": ("blue", "clipboard-check"),
    "reject": ("muted", "ban"),
    "void": ("muted", "circle-x"),
    "dispatch": ("blue", "send"),
    "send_back": ("amber", "corner-up-left"),
    "feed_back": ("blue", "camera"),
    "fix_on_spot": ("green", "circle-check"),
    "close": ("green", "circle-check"),
    "fail_check": ("red", "refresh"),
    "reopen": ("amber", "history"),
    "claim": ("blue", "user-check"),
    "end_claim": ("amber", "hourglass"),
    "reassign": ("blue", "send"),
    "change_assists": ("muted", "users"),
    "note": ("muted", "file-text"),
    "suspend": ("amber", "player-pause"),
    "resume": ("blue", "send"),
    "ask_extension": ("amber", "hourglass"),
    "grant_extension": ("green", "hourglass"),
    "refuse_extension": ("red", "hourglass"),
    "whistle": ("amber", "speakerphone"),
    "answer_whistle": ("blue", "map-pin"),
    "end_whistle": ("muted", "speakerphone"),
    "escalate": ("amber", "users"),
    "decide": ("blue", "gavel"),
    "join": ("muted", "git-merge"),
    "unjoin": ("amber", "history"),
    "main_rejected": ("muted", "ban"),
    "pass_recheck": ("green", "circle-check"),
    "fail_recheck": ("red", "refresh"),
}

SENT_TO = frozenset({"dispatch", "reassign"})
BY_THE_UNIT = frozenset({"claim", "note", "send_back", "feed_back", "ask_extension", "answer_whistle"})


@dataclass(frozen=True, slots=True)
class ShownPhoto:
    """A photo as the parts of a page want it."""

    url: str
    thumbnail_url: str
    caption: str
    taken_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """A step of the story as the timeline wants it."""

    at: datetime
    word: str
    who: str
    unit: str
    tone: str
    icon: str
    note: str
    photos: list[ShownPhoto]


def shown_photo(photo: CasePhoto | None) -> ShownPhoto | None:
    """The photo with its addresses, or None."""
    if photo is None:
        return None
    return ShownPhoto(
        url=reverse("core:file_copy", args=[photo.file_id, 1600]),
        thumbnail_url=reverse("core:file_copy", args=[photo.file_id, 480]),
        caption=photo.get_moment_display(),
        taken_at=photo.file.taken_at or photo.file.created_at,
    )


def shown_event(event: CaseEvent, story: CaseStory) -> ShownEvent:
    """The step as the timeline tells it."""
    tone, icon = LOOKS.get(event.move, ("muted", "circle"))
    photos: Sequence[CasePhoto] = event.shown_photos  # type: ignore[attr-defined] # put there by `story_of`
    return ShownEvent(
        at=event.at,
        word=move_label(event.move),
        who=event.actor_name,
        unit=_unit_told(event),
        tone=tone,
        icon=icon,
        note=_note(event, story),
        photos=[shown for shown in (shown_photo(photo) for photo in photos) if shown],
    )


def latest_words(story: CaseStory) -> ShownEvent | None:
    """The newest step after the report at which somebody wrote something: why it was sent back, what was done."""
    written = (event for event in reversed(story.history) if event.move != "open" and event.reason)
    found = next(written, None)
    return shown_event(found, story) if found else None


def _unit_told(event: CaseEvent) -> str:
    """The unit of who acted, or the one that the case went to: a step keeps the unit that had the case."""
    if event.unit is None:
        return ""
    if event.move in SENT_TO:
        return _("→ %(unit)s") % {"unit": event.unit.name}
    return event.unit.name if event.move in BY_THE_UNIT else ""


def _note(event: CaseEvent, story: CaseStory) -> str:
    lines = [story.case.told] if event.move == "open" else []
    lines += [_("%(what)s：%(old)s → %(new)s") % change for change in event.data.get("changes", ())]
    return "\n".join([*lines, *notes_of(event), event.reason]).strip()


def notes_of(event: CaseEvent) -> list[str]:
    """What the data of a step tell, in words."""
    told = NOTES.get(event.move)
    return told(event.data) if told else []


def _due(data: Mapping[str, Any]) -> list[str]:
    if not data.get("due_at"):
        return []
    due = datetime.fromisoformat(data["due_at"]).astimezone(SHANGHAI)
    return [_("期限：%(due)s") % {"due": f"{due:%Y-%m-%d %H:%M}"}]


def _dispatched(data: Mapping[str, Any]) -> list[str]:
    rule = data.get("rule")
    return [*([_rule_told(rule)] if rule else []), *_due(data)]


def _rule_told(rule: Mapping[str, Any]) -> str:
    """Which rule chose, by its number and name of then, and whether the person did as it says."""
    if rule.get("id") is None:
        return _("按职责争议的裁定派遣") if rule["followed"] else _("与职责争议的裁定不同，由派遣人选定")
    facts = {"number": rule["number"], "name": rule.get("name", "")}
    if not rule["followed"]:
        return _("规则%(number)s（%(name)s）选的是其他单位，由派遣人选定") % facts
    return _("按规则%(number)s（%(name)s）派遣") % facts


def _unclaimed(data: Mapping[str, Any]) -> list[str]:
    hours = data.get("hours")
    return [_("立案后%(hours)s个工作时内没有单位认领") % {"hours": hours}] if hours else []


def _expected(data: Mapping[str, Any]) -> list[str]:
    day = data.get("expected_on")
    return [_("预计%(day)s恢复处置") % {"day": day}] if day else []


def _asked(data: Mapping[str, Any]) -> list[str]:
    term = data.get("term")
    return [_("申请延长：%(term)s") % {"term": _term(term)}] if term else []


def _granted(data: Mapping[str, Any]) -> list[str]:
    term = data.get("term")
    return [*([_("同意延长：%(term)s") % {"term": _term(term)}] if term else []), *_due(data)]


def _whistle(data: Mapping[str, Any]) -> list[str]:
    by, place = _moment(data["respond_by"]), data["place"]
    return [_("请%(count)s个单位于%(by)s前到%(place)s") % {"count": len(data["called"]), "by": by, "place": place}]


def _answer(data: Mapping[str, Any]) -> list[str]:
    facts = {"at": _moment(data["arrived_at"]), "who": data["who_came"]}
    sentence = _("%(at)s到场（迟到）：%(who)s") if data["late"] else _("%(at)s到场：%(who)s")
    return [sentence % facts]


def _join(data: Mapping[str, Any]) -> list[str]:
    return [_("并入主案%(number)s") % {"number": data["main_number"]}]


def _main_rejected(data: Mapping[str, Any]) -> list[str]:
    sentence = _("主案%(number)s不予立案，本案随之办结。仍有问题的，可以撤销并案单独办理。")
    return [sentence % {"number": data["main_number"]}]


def _decision(data: Mapping[str, Any]) -> list[str]:
    return [_("会议日期：%(day)s") % {"day": data["decided_on"]}, *_due(data)]


def _moment(written: str) -> str:
    return f"{datetime.fromisoformat(written).astimezone(SHANGHAI):%m-%d %H:%M}"


def _term(written: Mapping[str, Any]) -> str:
    if "until" in written:
        return term_told(date.fromisoformat(written["until"]))
    return term_told(Limit(written["amount"], LimitUnit(written["unit"])))


NOTES: Mapping[str, Callable[[Mapping[str, Any]], list[str]]] = {
    **dict.fromkeys(("claim", "fail_check", "resume"), _due),
    "dispatch": _dispatched,
    "end_claim": _unclaimed,
    "suspend": _expected,
    "ask_extension": _asked,
    "whistle": _whistle,
    "answer_whistle": _answer,
    "join": _join,
    "main_rejected": _main_rejected,
    "decide": _decision,
    "unjoin": _due,
    "grant_extension": _granted,
}
"""Move → what its data tell besides the reason."""
