"""What waits for an answer of this person besides the next move of a case: for the to-do page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from chuangcheng.cases import workflow
from chuangcheng.cases.access import Reach, visible_parts
from chuangcheng.cases.models import Assist, Case, CaseEvent, Whistle, WhistleCall
from chuangcheng.cases.pending import UNDERWAY
from chuangcheng.cases.queries.lists import SHOWN, SHOWN_WITH
from chuangcheng.cases.queries.rechecks import to_recheck
from chuangcheng.cases.workflow import State
from chuangcheng.core.access import Actor
from chuangcheng.core.together import rows_of

MOST_OF_A_KIND = 20  # shown at once
WAITS_SINCE = ("extension_asked_at", "whistled_at", "escalated_at", "recheck_drawn_at", "suspended_at")


@dataclass(frozen=True, slots=True)
class Request:
    """A case with what is asked: the move that answers it, and since when."""

    case: Case
    move: str
    since: datetime | None
    respond_by: datetime | None = None  # of a whistle: until when to come


def waiting_requests(*, actor: Actor) -> list[Request]:
    """What waits for this person: whistles, extensions, re-checks, questions to the meeting, help asked for.

    Two queries, whatever waits, and those of the units.
    """
    reach = Reach(actor)
    visible = Case.objects.filter(reduce(or_, visible_parts(reach)))
    kinds = list(_kinds(reach))
    firsts = [visible.filter(condition).order_by(column, "pk")[:MOST_OF_A_KIND] for _move, column, condition in kinds]
    shown = visible.select_related(*SHOWN_WITH).only(*SHOWN, *WAITS_SINCE)
    if any(move == "answer_whistle" for move, _column, _condition in kinds):
        shown = _with_time_to_come(shown)
    answers = rows_of(firsts, shown=shown)
    return [request for kind, cases in zip(kinds, answers, strict=True) for request in _requests(kind, cases)]


def _requests(kind: tuple[str, str, Q], cases: list[Case]) -> list[Request]:
    """Those of a kind, the longest waiting first."""
    move, column, _condition = kind
    found = [Request(case, move, getattr(case, column), getattr(case, "respond_by", None)) for case in cases]
    if move != "answer_whistle":
        found = [replace(each, respond_by=None) for each in found]
    return sorted(found, key=lambda each: (each.since is None, each.since or each.case.reported_at, each.case.pk))


def _with_time_to_come(rows: QuerySet[Case]) -> QuerySet[Case]:
    open_one = Whistle.objects.filter(case=OuterRef("pk"), end__isnull=True).order_by("-called_at")
    return rows.annotate(respond_by=Subquery(open_one.values("respond_by")[:1]))


def _kinds(reach: Reach) -> Iterator[tuple[str, str, Q]]:
    actor = reach.actor
    underway = [state.value for state in UNDERWAY]
    if actor.may(workflow.ANSWER_WHISTLE) and not actor.everywhere(workflow.ANSWER_WHISTLE):
        calls = WhistleCall.objects.filter(unit__in=reach.units(workflow.ANSWER_WHISTLE), is_waiting=True)
        called = Q(pk__in=calls.values("whistle__case"))
        yield "answer_whistle", "whistled_at", called & Q(whistled_at__isnull=False, state__in=underway)
    if actor.may(workflow.EXTEND_CASES):
        asked = Q(extension_asked_at__isnull=False, state=State.FIXING.value)
        yield "grant_extension", "extension_asked_at", asked & _within(reach, workflow.EXTEND_CASES)
    if actor.may(workflow.DECIDE):
        asked = Q(escalated_at__isnull=False, state__in=underway)
        yield "decide", "escalated_at", asked & _within(reach, workflow.DECIDE)
    if actor.may(workflow.VERIFY_CASES):
        yield "pass_recheck", "recheck_drawn_at", to_recheck(actor) & _within(reach, workflow.VERIFY_CASES)
    if actor.may(workflow.FIX_CASES) and not actor.everywhere(workflow.FIX_CASES):
        yield "note", "due_at", _help_asked_of(reach)


def _within(reach: Reach, permission: str) -> Q:
    if reach.actor.everywhere(permission):
        return Q()
    units = reach.units(permission)
    return Q(lead_unit__in=units) | Q(area__in=units)


def _help_asked_of(reach: Reach) -> Q:
    """The cases that the actor's units assist with and have told nothing of yet."""
    units = reach.units(workflow.FIX_CASES)
    helping = Assist.objects.filter(unit__in=units, is_assisting=True)
    told = CaseEvent.objects.filter(case=OuterRef("pk"), move="note", unit__in=units)
    return Q(pk__in=helping.values("case"), state=State.FIXING.value) & ~Q(Exists(told)) & ~Q(lead_unit__in=units)
