"""Material in words: states, deadlines, files, captions, steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.files.kinds import BY_MEDIA_TYPE, MEGABYTE
from chuangcheng.core.models import StoredFile
from chuangcheng.core.time_left import Badge, due_badge
from chuangcheng.core.times import local_date
from chuangcheng.core.workdays import Calendar
from chuangcheng.evidence.formats import format_words
from chuangcheng.evidence.models import MaterialEvent, MaterialRequest
from chuangcheng.evidence.workflow import CAPTION_LABELS, KIND_LABELS, STATE_LABELS, Kind, State

TONES = {
    State.ASKED: "blue",
    State.TO_REVIEW: "amber",
    State.RETURNED: "red",
    State.ACCEPTED: "green",
    State.VOID: "muted",
}
VERDICT_TONES = {"": "amber", "accepted": "green", "returned": "red", "withdrawn": "muted"}
EVENT_LOOKS = {  # move → tone and icon
    "ask": ("blue", "flag"),
    "hand_in": ("blue", "upload"),
    "withdraw": ("muted", "arrow-back-up"),
    "review": ("amber", "clipboard-check"),
    "change": ("muted", "edit"),
    "void": ("muted", "x"),
}
KILOBYTE = 1024


@dataclass(frozen=True, slots=True)
class ShownMaterial:
    """A line of the list."""

    material: MaterialRequest
    kind_words: str
    state_tone: str
    state_words: str
    due: Badge | None


def shown_material(material: MaterialRequest, today: date, calendar: Calendar) -> ShownMaterial:
    """The request as a list shows it."""
    state = State(material.state)
    return ShownMaterial(
        material=material,
        kind_words=_(KIND_LABELS[Kind(material.kind)]),
        state_tone=TONES[state],
        state_words=_(STATE_LABELS[state]),
        due=badge_of(material, today, calendar),
    )


def shown_materials(materials: Sequence[MaterialRequest], today: date) -> list[ShownMaterial]:
    """The same for many."""
    calendar = office_calendar()
    return [shown_material(material, today, calendar) for material in materials]


def badge_of(material: MaterialRequest, today: date, calendar: Calendar) -> Badge | None:
    """How long there is still; None when it has ended or waits for the office."""
    if not material.is_open or material.state == State.TO_REVIEW:
        return None
    return due_badge(material.due_on, today=today, calendar=calendar)


def window_words(material: MaterialRequest) -> str:
    """Of which days the material is to be; empty: of any."""
    first, last = material.first_on, material.last_on
    if first is None:
        return _("%(last)s以前") % {"last": last.isoformat()} if last is not None else ""
    if last is None:
        return _("%(first)s以来") % {"first": first.isoformat()}
    return _("%(first)s至%(last)s") % {"first": first.isoformat(), "last": last.isoformat()}


def asked_words(material: MaterialRequest) -> str:
    """What a file must be: formats, size, pixels."""
    words = _("%(formats)s，每个不超过%(most)sMB") % {
        "formats": format_words(material.formats),
        "most": material.megabytes,
    }
    if material.least_pixels:
        words += _("，图片长边不少于%(pixels)s像素") % {"pixels": material.least_pixels}
    return words


def caption_words(caption: Mapping[str, str]) -> str:
    """The caption in one line: 时间：…；地点：…"""
    parts = [f"{_(CAPTION_LABELS[field])}：{caption[field]}" for field in CAPTION_LABELS if caption.get(field)]
    return "；".join(parts)


def file_words(file: StoredFile) -> str:
    """Kind, size and pixels of a file: "JPG · 2.1MB · 4000×3000"."""
    parts = [BY_MEDIA_TYPE[file.media_type].extensions[0].upper(), size_words(file.size)]
    if file.width:
        parts.append(f"{file.width}×{file.height}")
    return " · ".join(parts)


def size_words(size: int) -> str:
    """Bytes for people."""
    return f"{max(1, size // KILOBYTE)}KB" if size < MEGABYTE else f"{size / MEGABYTE:.1f}MB"


def doubt_words(material: MaterialRequest, file: StoredFile) -> str:
    """What is odd about a picture for this request: the camera's day lies outside the days asked for. Else empty."""
    if file.taken_at is None:
        return ""
    day = local_date(file.taken_at)
    is_early = material.first_on is not None and day < material.first_on
    is_late = material.last_on is not None and day > material.last_on
    if is_early or is_late:
        return _("照片记录的拍摄日期是%(day)s，不在要求的期间内。") % {"day": day.isoformat()}
    if day > local_date(file.created_at) + timedelta(days=1):
        return _("照片记录的拍摄日期是%(day)s，比上传还晚。") % {"day": day.isoformat()}
    return ""


def move_word(code: str) -> str:
    """A step in a word."""
    words = {
        "ask": _("布置"),
        "hand_in": _("提交"),
        "withdraw": _("撤回"),
        "review": _("审核"),
        "change": _("修改"),
        "void": _("取消"),
    }
    return words[code]


def told_event(event: MaterialEvent, counts: Mapping[str, int]) -> dict[str, Any]:
    """A step as the timeline shows it. counts: pieces brought, accepted and returned by it."""
    tone, icon = EVENT_LOOKS[event.move]
    return {
        "tone": "red" if counts.get("returned") else "green" if counts.get("accepted") else tone,
        "icon": icon,
        "word": move_word(event.move),
        "who": event.person_name,
        "unit": event.unit_name,
        "at": event.at,
        "note": _note(event, counts),
    }


def _note(event: MaterialEvent, counts: Mapping[str, int]) -> str:
    words = {"brought": _("%(n)s份"), "accepted": _("认可%(n)s份"), "returned": _("退回%(n)s份")}
    parts = [pattern % {"n": counts[name]} for name, pattern in words.items() if counts.get(name)]
    parts += [event.text.rstrip("。；")] if event.text else []
    for name, before in event.before.items():
        told = {"field": field_label(name), "before": before or "—", "after": event.after.get(name) or "—"}
        parts.append(_("%(field)s：%(before)s → %(after)s") % told)
    return "；".join(parts)


def field_label(name: str) -> str:
    """The name of a field for people."""
    labels = {
        "title": _("材料"),
        "kind": _("类别"),
        "count": _("份数"),
        "formats": _("格式"),
        "megabytes": _("单个文件大小（MB）"),
        "least_pixels": _("图片长边（像素）"),
        "first_on": _("材料期间自"),
        "last_on": _("材料期间至"),
        "captions": _("要写的说明"),
        "note": _("要求说明"),
        "due_on": _("提交时限"),
    }
    return labels.get(name, name)
