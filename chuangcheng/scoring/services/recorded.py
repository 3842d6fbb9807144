"""Facts that no check brings, each with its source; appended, the latest counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.ids import is_client_id, new_id
from chuangcheng.core.sheets.text import clean_text
from chuangcheng.core.times import today
from chuangcheng.scoring.access import RECORD
from chuangcheng.scoring.engine import grade_letter
from chuangcheng.scoring.models import LinkedScore, RecordedFact
from chuangcheng.scoring.queries import FACT_KINDS, grade_letters
from chuangcheng.standards.access import framework_for, standard_for

if TYPE_CHECKING:
    from chuangcheng.standards.models import Framework, Part, Standard

MOST = Decimal(10**10)  # of a figure, in its own unit
MOST_PIECES = 100_000  # of material
HUNDRED = 100
FIRST_DAY = date(2000, 1, 1)
LONGEST_SOURCE = 200  # characters


@dataclass(frozen=True)
class Told:
    """Where a fact comes from."""

    observed_on: date
    source: str  # document, statistic, page
    method: str = ""  # "" = every part that takes such a fact
    fact_id: UUID | None = None  # made by the form, so that sending it twice records once


def record_value(*, actor: Actor, standard_id: int, number: Decimal, told: Told) -> RecordedFact:
    """A figure such as a coverage rate, in the unit of the rule's target."""
    if not number.is_finite() or abs(number) >= MOST:
        raise InvalidInput(_("数值过大或无法识别，请重新填写。"))
    return _record(actor, standard_id, told, RecordedFact.Kind.VALUE, number=number)


def record_grade(*, actor: Actor, standard_id: int, letter: str, told: Told) -> RecordedFact:
    """A grade as the rule's table names it."""
    written = grade_letter(clean_text(letter))
    return _record(actor, standard_id, told, RecordedFact.Kind.GRADE, letter=written)


def record_proof(*, actor: Actor, standard_id: int, accepted: int, required: int, told: Told) -> RecordedFact:
    """How many pieces of material are accepted of how many asked for."""
    if not 0 < required <= MOST_PIECES or not 0 <= accepted <= MOST_PIECES:
        raise InvalidInput(_("应提供的材料份数须大于0，已认可的份数不能为负。"))
    return _record(actor, standard_id, told, RecordedFact.Kind.PROOF, accepted=accepted, required=required)


@transaction.atomic
def record_linked_score(*, actor: Actor, framework_id: int, score: Decimal, told: Told) -> LinkedScore:
    """The score of the framework that the gate names, points of 100."""
    framework = framework_for(actor, framework_id, permission=RECORD)
    source = _checked(framework, told)
    if not framework.gate:
        raise InvalidInput(_("该体系没有门槛，不需要登记联系体系的得分。"))
    if not score.is_finite() or not 0 <= score <= HUNDRED:
        raise InvalidInput(_("联系体系的得分应在0到100之间。"))
    made, created = LinkedScore.objects.get_or_create(
        pk=told.fact_id or new_id(),
        defaults={
            "framework": framework,
            "name": framework.gate["name"],
            "score": score,
            "observed_on": told.observed_on,
            "source": source,
            "recorded_by_id": actor.person_id,
        },
    )
    if made.framework_id != framework.pk:
        raise _id_used()
    if created:
        audit.record(actor=actor, action="scoring.record_linked_score", subject=made, detail={"score": str(score)})
    return made


@transaction.atomic
def _record(actor: Actor, standard_id: int, told: Told, kind: str, **facts: Any) -> RecordedFact:
    standard = standard_for(actor, standard_id, permission=RECORD)
    source = _checked(standard.framework, told)
    parts = _parts_taking(standard, kind, told.method)
    if kind == RecordedFact.Kind.GRADE:
        _refuse_unknown_letter(parts, facts["letter"])
    made, created = RecordedFact.objects.get_or_create(
        pk=told.fact_id or new_id(),
        defaults={
            "standard": standard,
            "method": told.method,
            "kind": kind,
            "observed_on": told.observed_on,
            "source": source,
            "recorded_by_id": actor.person_id,
            **facts,
        },
    )
    if (made.standard_id, made.kind) != (standard.pk, kind):
        raise _id_used()
    if created:
        audit.record(actor=actor, action="scoring.record_fact", subject=made, detail={"standard": standard.code})
    return made


def _checked(framework: Framework, told: Told) -> str:
    """The source as it is kept. Raises InvalidInput."""
    if framework.state == framework.State.CLOSED:
        raise InvalidInput(_("该体系已停用，得分不再变动，不能再登记。"))
    if told.fact_id is not None and not is_client_id(told.fact_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    if not FIRST_DAY <= told.observed_on <= today():
        raise InvalidInput(_("数据日期不能晚于今天，请更正。"))
    source = clean_text(told.source)[:LONGEST_SOURCE]
    if not source:
        raise InvalidInput(_("请填写来源，例如文件名称或统计表。"))
    return source


def _parts_taking(standard: Standard, kind: str, method: str) -> list[Part]:
    """The parts that such a fact counts for; raises InvalidInput when there is none."""
    parts = list(standard.parts.all())
    if method and method not in {part.method for part in parts}:
        raise InvalidInput(_("该标准没有这种测评方法，请重新选择。"))
    taking = [part for part in parts if FACT_KINDS.get(part.rule) == kind and method in ("", part.method)]
    if not taking:
        words = str(dict(RecordedFact.Kind.choices)[kind])
        raise InvalidInput(_("该标准没有按“%(kind)s”计分的部分，不需要登记。") % {"kind": words})
    return taking


def _refuse_unknown_letter(parts: list[Part], letter: str) -> None:
    known = grade_letters(parts)
    if letter not in known:
        raise InvalidInput(_("等级应为%(letters)s之一，请更正。") % {"letters": "、".join(known)})


def _id_used() -> InvalidInput:
    return InvalidInput(_("表单编号已用过，请刷新页面后重新填写。"))
