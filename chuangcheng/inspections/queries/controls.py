"""Reads on quality control: what is drawn, what is mine, how far first and second visits agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from chuangcheng.core.access import Actor
from chuangcheng.core.times import today
from chuangcheng.inspections.access import VISIT
from chuangcheng.inspections.agreement import Agreement, agreement_of
from chuangcheng.inspections.models import COUNTING, Answer, Control, ControlAnswer, Round, Visit
from chuangcheng.inspections.policies import CONTROL_SHARES

if TYPE_CHECKING:
    from chuangcheng.sites.models import ChecklistItem


@dataclass(frozen=True)
class Difference:
    """An item about which the two visits say different things."""

    second: ControlAnswer  # with item and control
    first: Answer  # with visit and inspector


@dataclass(frozen=True)
class ShareAgreed:
    """How far an item, or an inspector's first visits, agree with the second ones."""

    label: str
    agreement: Agreement


@dataclass(frozen=True)
class ControlResult:
    """What quality control of a round found."""

    whole: Agreement
    by_item: Sequence[ShareAgreed]  # the least agreement first
    by_inspector: Sequence[ShareAgreed]
    differences: Sequence[Difference]  # not settled first


def visits_to_control(*, found: Round) -> list[Visit]:
    """The newest counting visit of each site of a round, oldest first. One query."""
    rows = Visit.objects.filter(round=found, review__in=COUNTING).order_by("-submitted_at", "-pk")
    newest = {visit.site_id: visit for visit in reversed(list(rows.only("pk", "site_id", "inspector_id")))}
    return sorted(newest.values(), key=lambda visit: visit.pk)


def still_to_draw(*, found: Round) -> int:
    """How many sites are missing to the share that the kind of round asks for. Three queries."""
    wanted = -(-len(visits_to_control(found=found)) * CONTROL_SHARES[found.kind].on(today()) // 100)
    return max(0, wanted - Control.objects.filter(round=found).count())


def control_items(control: Control) -> list[ChecklistItem]:
    """What is asked on a second visit: the same as on the first. Two queries."""
    answers = Answer.objects.filter(visit=control.visit_id).select_related("item").prefetch_related("item__standards")
    return [answer.item for answer in answers.order_by("item__order", "item_id")]


def first_answer_of(second: ControlAnswer) -> Answer:
    """The answer of the first visit to the same item."""
    return Answer.objects.get(visit=second.control.visit_id, item=second.item_id)


def controls_of_round(*, found: Round) -> QuerySet[Control]:
    """The second visits of a round, those not made first."""
    rows = Control.objects.filter(round=found).select_related("visit__site__area", "visit__inspector", "inspector")
    return rows.order_by("submitted_at", "due_on", "pk")


def my_open_controls(*, actor: Actor) -> QuerySet[Control]:
    """The second visits that the actor still has to make, the most urgent first."""
    if actor.person_id is None or not actor.may(VISIT):
        return Control.objects.none()
    rows = Control.objects.filter(inspector_id=actor.person_id, submitted_at__isnull=True)
    return rows.select_related("round", "visit__site__area", "visit__site__site_type").order_by("due_on", "pk")


def control_result(*, found: Round) -> ControlResult:
    """How far the visits of a round agree, by item and first inspector, and where they differ. Two queries."""
    done = ControlAnswer.objects.filter(control__round=found, control__submitted_at__isnull=False)
    seconds = list(done.select_related("item", "control").order_by("settled_at", "pk"))
    rows = Answer.objects.filter(visit__control__round=found).select_related("visit__inspector", "visit__site")
    firsts: dict[tuple[UUID, int], Answer] = {(row.visit_id, row.item_id): row for row in rows}
    by_item: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    by_inspector: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    differences = []
    for second in seconds:
        first = firsts[second.control.visit_id, second.item_id]
        pair = (first.verdict, second.verdict)
        by_item[second.item.text].append(pair)
        by_inspector[first.visit.inspector.name].append(pair)
        if pair[0] != pair[1]:
            differences.append(Difference(second, first))
    return ControlResult(
        whole=agreement_of([pair for pairs in by_item.values() for pair in pairs]),
        by_item=_shares(by_item),
        by_inspector=_shares(by_inspector),
        differences=sorted(differences, key=lambda each: bool(each.second.kept)),
    )


def _shares(pairs: dict[str, list[tuple[str, str]]]) -> list[ShareAgreed]:
    shares = [ShareAgreed(label, agreement_of(found)) for label, found in pairs.items()]
    return sorted(shares, key=lambda share: (share.agreement.raw or 0, share.label))
