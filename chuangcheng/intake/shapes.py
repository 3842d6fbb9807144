"""Rows as the API gives them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from chuangcheng.intake.models import Report
from chuangcheng.intake.phones_in_text import without_numbers
from chuangcheng.intake.queries import Double, ReportStory, SourceLine
from chuangcheng.intake.telling import masked_contact

AS_THEY_ARE = (
    *("id", "number", "outside_number", "severity", "problem_class_id", "site_id", "place_text", "lon", "lat"),
    *("area_id", "wants_answer", "needs_answer", "received_at", "accept_by", "accepted_at", "answer_by"),
    *("settled_at", "answered_at", "ending", "satisfaction", "is_said_fixed", "dispute_count"),
)
RULE = (
    *("valid_from", "accept_amount", "accept_unit", "answer_amount", "answer_unit", "answering"),
    *("needs_approval", "is_in_writing", "severity", "reason"),
)


def line(report: Report) -> dict[str, Any]:
    """A report as lists give it."""
    case, masked = report.current_case, masked_contact(report)
    return {
        **{name: getattr(report, name) for name in AS_THEY_ARE},
        "source": report.source.code,
        "state": report.state.value,
        "text": without_numbers(report.text),
        "contact": {
            "name": masked.name,
            "phone": masked.phone,
            "email": masked.email,
            "is_erased": masked.is_erased,
        },
        "case_id": case.pk if case is not None else None,
    }


def detail(story: ReportStory) -> dict[str, Any]:
    """A report with its course."""
    return {
        **line(story.report),
        "token": story.report.token,
        "photo_ids": [photo.file_id for photo in story.photos],
        "history": story.history,
        "answers": story.answers,
    }


def source(line: SourceLine) -> dict[str, Any]:
    """A source with the rule of today."""
    return {
        "id": line.source.pk,
        "code": line.source.code,
        "name": line.source.label,
        "is_active": line.source.is_active,
        "rule": {name: getattr(line.rule, name) for name in RULE},
    }


def double(each: Double) -> dict[str, Any]:
    """A likely double with its grounds."""
    like = each.likeness
    return {
        "case_id": each.case.pk,
        "number": each.case.number,
        "likelihood": round(like.likelihood, 4),
        "metres": like.metres,
        "hours": round(abs(each.apart).total_seconds() / 3600, 1),
        "photo_bits": like.bits,
        "photo_id": each.photo_id,
        "own_photo_id": each.own_photo_id,
        **asdict(like.grounds),
    }
