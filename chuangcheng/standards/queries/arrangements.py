"""Reads on how standards are to be carried out, as the office's 任务分解表 says."""

from __future__ import annotations

from django.utils.translation import gettext as _

from chuangcheng.standards.models import Arrangement, Framework

FIELDS = ("leader", "in_charge", "due", "frequency", "third_level", "note")


def arrangement_words(*, standard_id: int) -> list[tuple[str, str]]:
    """What is said about one standard, as (word, text); empty when nothing is. One query."""
    texts = Arrangement.objects.filter(standard=standard_id).values_list(*FIELDS).first() or ()
    words = (_("分管领导"), _("责任人"), _("完成时限"), _("频次"), _("Ⅲ级指标"), _("备注"))
    return [(word, text) for word, text in zip(words, texts, strict=False) if text]


def arrangements_in(framework: Framework) -> dict[int, tuple[str, ...]]:
    """Standard id → what each of FIELDS says; only of standards that have any. One query."""
    rows = Arrangement.objects.filter(standard__framework=framework).values_list("standard_id", *FIELDS)
    return {pk: tuple(texts) for pk, *texts in rows if any(texts)}
