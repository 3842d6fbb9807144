"""Reads on how standards are to be carried out, as the office's 任务分解表 says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from chuangcheng.core.phones import mask_phones_in
from chuangcheng.standards.models import Arrangement, ArrangementChange, Framework

FIELDS = ("leader", "in_charge", "due", "frequency", "third_level", "note")


WORDS = {
    "leader": gettext_noop("分管领导"),
    "in_charge": gettext_noop("责任人"),
    "due": gettext_noop("完成时限"),
    "frequency": gettext_noop("频次"),
    "third_level": gettext_noop("Ⅲ级指标"),
    "note": gettext_noop("备注"),
}
MOST_CHANGES = 50  # shown of one standard; our choice


@dataclass(frozen=True)
class ShownChange:
    """A change of an arrangement in words."""

    change: ArrangementChange
    fields: Sequence[tuple[str, str, str]]  # word, before, after
    is_latest: bool  # and may be undone


def arrangement_facts(*, standard_id: int) -> dict[str, str]:
    """What is said about one standard, by field; empty texts where nothing is. One query."""
    row = Arrangement.objects.filter(standard=standard_id).values(*FIELDS).first()
    return {key: mask_phones_in(row[key]) if row else "" for key in FIELDS}


def arrangement_changes(*, standard_id: int) -> list[ShownChange]:
    """How it came to say so, the newest change first. One query."""
    rows = ArrangementChange.objects.filter(standard=standard_id).order_by("-pk")[:MOST_CHANGES]
    return [
        ShownChange(
            row,
            [
                (_(WORDS[key]), mask_phones_in(row.before[key]), mask_phones_in(row.after[key]))
                for key in FIELDS
                if key in row.after
            ],
            place == 0,
        )
        for place, row in enumerate(rows)
    ]


def arrangement_words(*, standard_id: int) -> list[tuple[str, str]]:
    """What is said about one standard, as (word, text); empty when nothing is. One query."""
    return [(_(WORDS[key]), text) for key, text in arrangement_facts(standard_id=standard_id).items() if text]


def arrangements_in(framework: Framework) -> dict[int, tuple[str, ...]]:
    """Standard id → what each of FIELDS says; only of standards that have any. One query."""
    rows = Arrangement.objects.filter(standard__framework=framework).values_list("standard_id", *FIELDS)
    return {pk: tuple(mask_phones_in(text) for text in texts) for pk, *texts in rows if any(texts)}
