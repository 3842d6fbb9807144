"""吹哨: who was called, who came, when, what each did, and who has not answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from chuangcheng.cases.access import visible_cases
from chuangcheng.cases.models import Case, Whistle, WhistleAnswer, WhistleCall
from chuangcheng.cases.queries.pending import waiting_for
from chuangcheng.cases.workflow import ANSWER_WHISTLE
from chuangcheng.core.access import Actor

CALLS = Prefetch("calls", WhistleCall.objects.select_related("unit").defer("unit__boundary").order_by("unit__path"))
ANSWERS = Prefetch("calls__answers", WhistleAnswer.objects.select_related("event").order_by("event__at"))


@dataclass(frozen=True, slots=True)
class Response:
    """A called unit and what it answered."""

    call: WhistleCall
    answers: Sequence[WhistleAnswer]  # oldest first
    is_late: bool  # it came after the time set


@dataclass(frozen=True, slots=True)
class WhistleStory:
    """One whistle with everybody that it called."""

    whistle: Whistle
    reason: str
    is_open: bool
    responses: Sequence[Response]

    @property
    def missing_count(self) -> int:
        """How many units have not answered."""
        return sum(not response.answers for response in self.responses)


def open_whistle(case: Case) -> Whistle | None:
    """The whistle that waits for answers, with its calls. Two queries while there is one, else none."""
    if case.whistled_at is None:
        return None
    found = case.whistles.filter(called_at=case.whistled_at, end__isnull=True)
    return found.prefetch_related(CALLS).order_by("-pk").first()


def units_not_come(actor: Actor) -> list[int]:
    """The units that were called and have not answered, of cases that the actor sees; none of held ones. One query."""
    cases = visible_cases(actor).filter(waiting_for("whistle"), is_held=False)
    calls = WhistleCall.objects.filter(is_waiting=True, whistle__case__in=cases)
    return list(calls.order_by("unit").values_list("unit", flat=True).distinct())


def answering_units(actor: Actor, found: Whistle | None) -> list[WhistleCall]:
    """The calls that the actor may answer, those still waiting first."""
    calls = [] if found is None else list(found.calls.all())
    theirs = [call for call in calls if actor.may_at(ANSWER_WHISTLE, call.unit.path)]
    return sorted(theirs, key=lambda call: (not call.is_waiting, call.unit_id not in actor.unit_ids))


def whistles_of(case: Case) -> list[WhistleStory]:
    """Every whistle of the case, newest first. Three queries, however many."""
    rows = case.whistles.select_related("event", "end").prefetch_related(CALLS, ANSWERS).order_by("-called_at", "-pk")
    return [
        WhistleStory(
            whistle=found,
            reason=found.event.reason,
            is_open=case.whistled_at == found.called_at and not hasattr(found, "end"),
            responses=[_response(call, found) for call in found.calls.all()],
        )
        for found in rows
    ]


def _response(call: WhistleCall, found: Whistle) -> Response:
    answers = list(call.answers.all())
    return Response(call, answers, is_late=bool(answers) and answers[0].arrived_at > found.respond_by)
