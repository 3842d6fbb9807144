"""Wrong verdicts: a new check stands in place of the old one, which stays, with who, when and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.times import now
from chuangcheng.inspections.access import CORRECT, answer_for, check_for
from chuangcheng.inspections.judgement import MOST, Judged
from chuangcheng.inspections.models import Answer, Check, Verdict, Visit
from chuangcheng.inspections.queries.results import standing_of, verdict_standing
from chuangcheng.inspections.services.scores import Scored, score_of
from chuangcheng.inspections.services.texts import checked_text

MOST_REASON = 300  # characters, as the column


@dataclass(frozen=True)
class Correction:
    """What stands in place of a verdict, and why."""

    verdict: str  # pass, fail, na
    violations: int
    reason: str


@transaction.atomic
def correct_check(*, actor: Actor, check_id: UUID, verdict: str, violations: int, reason: str) -> Check:
    """A new check that stands in place of a wrong one, which stays; a check is corrected once, then its correction."""
    require(actor, CORRECT)
    correction = _checked(verdict, violations, reason)
    answer = answer_for(actor, check_for(actor, check_id).answer_id)
    old = Check.objects.get(pk=check_id)
    if Check.objects.filter(corrects=old).exists():
        raise InvalidInput(_("该检查结果已经更正过，请更正最新的一条。"))
    made = _written(actor, old, correction, now())
    _score_anew(answer.visit)
    return made


@transaction.atomic
def correct_answer(*, actor: Actor, answer_id: UUID, verdict: str, violations: int, reason: str) -> list[Check]:
    """New checks in place of all that stand for an answer, one for each standard that it counts for."""
    require(actor, CORRECT)
    correction = _checked(verdict, violations, reason)
    answer = answer_for(actor, answer_id)
    standing = standing_of(list(answer.checks.all()))
    if not standing and not answer.visit.counts:
        raise InvalidInput(_("该次检查没有审核通过，没有计入结果，请先审核。"))
    if not standing:
        raise InvalidInput(_("该检查项没有关联本轮体系的标准，不计入得分，不需要更正。"))
    moment = now()
    made = [_written(actor, old, correction, moment) for old in standing]
    _score_anew(answer.visit)
    return made


def _checked(verdict: str, violations: int, reason: str) -> Correction:
    if verdict not in Verdict.values or not 0 <= violations <= MOST or (verdict == Verdict.FAIL) != (violations > 0):
        raise InvalidInput(_("请选择判定，并填写与判定相符的违规数：不合格至少为1，合格和不适用为0。"))
    text = checked_text(reason, label=_("理由"), at_most=MOST_REASON)
    if not text:
        raise InvalidInput(_("请填写更正的理由。"))
    return Correction(verdict, violations, text)


def _written(actor: Actor, old: Check, correction: Correction, moment: datetime) -> Check:
    made = Check.objects.create(
        answer_id=old.answer_id,
        round_id=old.round_id,
        standard_id=old.standard_id,
        site_id=old.site_id,
        verdict=correction.verdict,
        violations=correction.violations,
        checked_at=old.checked_at,
        corrects=old,
        corrected_by_name=actor.name,
        corrected_at=moment,
        reason=correction.reason,
    )
    audit.record(actor=actor, action="inspections.correct_check", subject=made, detail={"corrects": str(old.pk)})
    return made


def _score_anew(visit: Visit) -> None:
    # Corrections of two answers at once would each miss the other's.
    locked = Visit.objects.select_for_update(of=("self",)).select_related("site__site_type").get(pk=visit.pk)
    answers: Sequence[Answer] = list(locked.answers.select_related("item").prefetch_related("checks"))
    rows = [
        Scored(answer.item, answer.marks, Judged(*verdict_standing(answer, list(answer.checks.all()))))
        for answer in answers
    ]
    locked.score = score_of(locked.site.site_type, rows)
    locked.save(update_fields=["score"])
