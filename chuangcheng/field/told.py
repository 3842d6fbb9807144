"""A record in words, for the workbench: what the phone said, beside how things stood here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.field.models import FieldRecord
from chuangcheng.field.positions import words_of


@dataclass(frozen=True)
class Told:
    """Lines and photos of a record."""

    lines: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    theirs: list[str] = field(default_factory=list)
    url: str = ""
    photos: list[dict[str, Any]] = field(default_factory=list)


def told_of(record: FieldRecord) -> Told:
    """The record as a person reads it."""
    body = record.sent.get(record.kind, {})
    problem = body.get("problem") or body
    texts = [problem.get("description"), problem.get("place_text"), body.get("reason"), body.get("note")]
    texts += [body.get("behaviour"), body.get("place")]
    lines = [str(text) for text in texts if text]
    if answers := body.get("answers"):
        lines.append(_("检查项%(count)s项，其中有备注：%(notes)s") % {"count": len(answers), "notes": _notes(answers)})
    shown: list[Any] = record.shown_photos  # type: ignore[attr-defined] # put there by `refused_records`
    photos = [
        {
            "url": reverse("core:file_copy", args=[photo.file_id, 1600]),
            "thumbnail_url": reverse("core:file_copy", args=[photo.file_id, 160]),
        }
        for photo in shown
    ]
    theirs = record.theirs or {}
    marks = [_(words) for words in words_of(record.marks)]
    return Told(lines, marks, list(theirs.get("lines", [])), theirs.get("url", ""), photos)


def _notes(answers: list[dict[str, Any]]) -> str:
    return "；".join(str(each["note"]) for each in answers if each.get("note")) or "—"
