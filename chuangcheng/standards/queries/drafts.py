"""Frameworks as plain values: what a workbook, a form and a comparison work on."""

from __future__ import annotations

from dataclasses import replace

from chuangcheng.standards.drafts import NegativeDraft, PartDraft, StandardDraft
from chuangcheng.standards.models import Framework, NegativeEntry, Standard


def drafts_of(framework: Framework) -> list[StandardDraft]:
    """The standards of a framework in their order. A constant number of queries."""
    rows = framework.standards.select_related("content__item").prefetch_related("parts", "site_types")
    return [draft_of(row) for row in sorted(rows, key=place_of)]


def draft_of(row: Standard) -> StandardDraft:
    """One standard; its content, parts and site types should have been read with it."""
    return StandardDraft(
        code=row.code,
        item=row.content.item.name,
        content=row.content.name,
        text=row.text,
        marks=row.marks,
        parts=tuple(PartDraft(part.method, part.share, part.rule, part.parameters) for part in row.parts.all()),
        site_types=tuple(found.name for found in row.site_types.all()),
        evidence=row.evidence,
        source=row.source,
        item_code=row.content.item.code,
    )


def place_of(row: Standard) -> tuple[int, int, int]:
    """Where the standard stands in its framework, for sorting."""
    return row.content.item.order, row.content.order, row.order


def same_standard(one: StandardDraft, other: StandardDraft) -> bool:
    """Whether the two say the same; the order of site types says nothing, nor does a number of the item left out."""
    item_code = other.item_code or one.item_code
    return replace(one, site_types=()) == replace(other, site_types=(), item_code=item_code) and set(
        one.site_types
    ) == set(other.site_types)


def negative_drafts_of(framework: Framework) -> list[NegativeDraft]:
    """The negative list in its order. One query."""
    return [negative_draft_of(row) for row in framework.negative_entries.all()]


def negative_draft_of(row: NegativeEntry) -> NegativeDraft:
    """One entry."""
    return NegativeDraft(
        code=row.code,
        domain=row.domain,
        text=row.text,
        sanction=row.sanction,
        look_back_months=row.look_back_months,
        note=row.note,
        source=row.source,
    )
