"""Checklist items and the standards that one answer feeds; a new edition takes the links of the old one along."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from chuangcheng.sites.models import ChecklistItem

LINKS = ChecklistItem.standards.through
BATCH = 500  # links in one statement


def link_missing(pairs: Iterable[tuple[int, int]]) -> int:
    """Links (item, standard) that are not linked yet; gives their number."""
    wanted = set(pairs)
    standards = {standard for _item, standard in wanted}
    there = set(LINKS.objects.filter(standard_id__in=standards).values_list("checklistitem_id", "standard_id"))
    fresh = sorted(wanted - there)
    LINKS.objects.bulk_create(
        (LINKS(checklistitem_id=item, standard_id=standard) for item, standard in fresh), batch_size=BATCH
    )
    return len(fresh)


def follow_new_edition(payload: Mapping[str, Any]) -> None:
    """Handler of `standards.edition_carried_over`: items linked to an old standard feed the new one too. Idempotent."""
    successors: defaultdict[int, list[int]] = defaultdict(list)
    for old, new in payload["standards"]:
        successors[old].append(new)
    rows = LINKS.objects.filter(standard__framework_id=payload["old"], checklistitem__retired_on__isnull=True)
    link_missing(
        (item, new) for item, old in rows.values_list("checklistitem_id", "standard_id") for new in successors[old]
    )
