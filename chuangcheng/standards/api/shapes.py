"""What the API answers about standards and duties."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ninja import Schema

from chuangcheng.standards.models import Duty, DutyRuling, Standard


class PartOut(Schema):
    method: str
    share: Decimal  # 0..1 of the standard's marks
    rule: str  # "" while it is not known
    parameters: str


class DutyOut(Schema):
    id: int
    standard_id: int
    unit_id: int
    unit: str
    kind: str  # lead, responsible, supporting
    starts_on: date
    ends_on: date | None  # last day


class StandardOut(Schema):
    id: int
    framework_id: int
    code: str
    item: str
    content: str
    text: str
    marks: Decimal  # points
    evidence: str
    source: str
    site_types: list[str]
    parts: list[PartOut]
    duties: list[DutyOut]


class DisputeOut(Schema):
    id: int
    standard_id: int
    standard_code: str
    raised_by_unit_id: int
    raised_by_unit: str
    question: str
    raised_at: datetime
    ruled_for_id: int | None
    ruled_for: str | None
    ruled_by: str | None
    ruled_at: datetime | None  # None: it waits for a ruling
    reason: str


def standard_out(standard: Standard, item: str, content: str, duties: list[Duty]) -> dict[str, Any]:
    """A standard with its parts and these duties."""
    return {
        "id": standard.pk,
        "framework_id": standard.framework_id,
        "code": standard.code,
        "item": item,
        "content": content,
        "text": standard.text,
        "marks": standard.marks,
        "evidence": standard.evidence,
        "source": standard.source,
        "site_types": [found.name for found in standard.site_types.all()],
        "parts": list(standard.parts.all()),
        "duties": [duty_out(duty) for duty in duties],
    }


def duty_out(duty: Duty) -> dict[str, Any]:
    """A unit's part in a standard."""
    return {
        "id": duty.pk,
        "standard_id": duty.standard_id,
        "unit_id": duty.unit_id,
        "unit": duty.unit.name,
        "kind": duty.kind,
        "starts_on": duty.starts_on,
        "ends_on": duty.ends_on,
    }


def dispute_out(row: DutyRuling) -> dict[str, Any]:
    """A dispute and what was ruled."""
    return {
        "id": row.pk,
        "standard_id": row.standard_id,
        "standard_code": row.standard.code,
        "raised_by_unit_id": row.raised_by_unit_id,
        "raised_by_unit": row.raised_by_unit.name,
        "question": row.question,
        "raised_at": row.raised_at,
        "ruled_for_id": row.ruled_for_id,
        "ruled_for": row.ruled_for.name if row.ruled_for else None,
        "ruled_by": row.ruled_by.name if row.ruled_by else None,
        "ruled_at": row.ruled_at,
        "reason": row.reason,
    }
