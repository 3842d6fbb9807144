"""Reads on rectification notices: lists with how far each one is, and one with its problems."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q, QuerySet

from chuangcheng.cases.access import visible_notices
from chuangcheng.cases.models import Case, CasePhoto, RectificationNotice
from chuangcheng.cases.states import State
from chuangcheng.core.access import Actor

if TYPE_CHECKING:
    from uuid import UUID

    from chuangcheng.core.models import StoredFile


def notices(*, actor: Actor, source_id: str = "") -> QuerySet[RectificationNotice]:
    """The visible notices with `case_count` and `closed_count` of their versions, newest first; take a slice of it."""
    rows = visible_notices(actor)
    if source_id:
        rows = rows.filter(source_id=source_id)
    current = Q(entries__version=F("version"))
    counted = rows.annotate(
        case_count=Count("entries", filter=current),
        closed_count=Count("entries", filter=current & Q(entries__case__state=State.CLOSED.value)),
    )
    return counted.select_related("unit", "issued_by").defer("unit__boundary").order_by("-pk")


def cases_of_notice(*, notice: RectificationNotice) -> list[Case]:
    """The problems on the version in force, in order. One query."""
    entries = notice.entries.filter(version=notice.version).order_by("order")
    wanted = entries.select_related("case__problem_class", "case__site")
    return [entry.case for entry in wanted]


def first_photos(*, case_ids: Sequence[UUID]) -> dict[UUID, StoredFile]:
    """For each case its first photo of the problem. One query."""
    rows = CasePhoto.objects.filter(case__in=case_ids, moment=CasePhoto.Moment.BEFORE).select_related("file")
    found: dict[UUID, StoredFile] = {}
    for photo in rows.order_by("pk"):
        found.setdefault(photo.case_id, photo.file)
    return found
