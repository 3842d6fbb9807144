"""审核: what was found on a visit counts when somebody other than the inspector has accepted it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.notices import inbox_text, notify
from chuangcheng.inspections.access import visits_to_review
from chuangcheng.inspections.models import Answer, Review, ReviewState, Round, Visit
from chuangcheng.inspections.services.checks import write_checks_of_visits
from chuangcheng.inspections.services.texts import checked_text

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST_AT_ONCE = 200  # visits accepted by one press; our choice
MOST_REASON = 300  # characters, as the column
Decision = Review.Decision
ACTIONS = {
    Decision.ACCEPTED: "inspections.review_accepted",
    Decision.RETURNED: "inspections.review_returned",
    Decision.LEFT_OUT: "inspections.review_left_out",
}
UNDECIDED = (ReviewState.WAITING, ReviewState.RETURNED)  # neither counts nor is left out


class VisitMovedOn(Refusal):
    """The visit was decided on by somebody else, or its round is released."""

    def __init__(self, found: Visit) -> None:
        words = {"site": found.site.name, "state": found.get_review_display()}
        super().__init__(_("“%(site)s”的检查现在是“%(state)s”，不能这样办理，请刷新页面。") % words)


@transaction.atomic
def accept_visits(*, actor: Actor, visit_ids: Sequence[UUID]) -> int:
    """These visits count once the round is released; gives how many were accepted now. All of them or none.

    Those that this person accepted before stay as they are.
    """
    if not 0 < len(visit_ids) <= MOST_AT_ONCE:
        raise InvalidInput(_("请勾选1到%(most)s次检查，再办理。") % {"most": MOST_AT_ONCE})
    found = [visit for visit in visits_to_review(actor, visit_ids) if not _decided_so(actor, visit, Decision.ACCEPTED)]
    for visit in found:
        _check_is(visit, ReviewState.WAITING)
    _decide(actor, found, Decision.ACCEPTED, "")
    write_checks_of_visits([visit.pk for visit in found])
    return len(found)


@transaction.atomic
def return_visit(*, actor: Actor, visit_id: UUID, reason: str, answer_ids: Sequence[UUID] = ()) -> Visit:
    """Sends a visit back to its inspector, who amends the marked answers, or any when none is marked."""
    found = visits_to_review(actor, [visit_id])[0]
    if _decided_so(actor, found, Decision.RETURNED):
        return found
    _check_is(found, ReviewState.WAITING)
    marked = list(Answer.objects.filter(visit=found, pk__in=answer_ids))
    if len(marked) != len(set(answer_ids)):
        raise InvalidInput(_("标出的检查项不属于这次检查，请刷新页面后重新标出。"))
    review = _decide(actor, [found], Decision.RETURNED, _checked_reason(reason))[0]
    review.marked.set(marked)
    notify(
        person_ids=[found.inspector_id],
        key=f"inspections.returned-{found.pk}",
        title=inbox_text("“%(site)s”的检查被退回，请补正", {"site": found.site.name}),
        link=f"/visits/{found.pk}/",
    )
    return found


@transaction.atomic
def leave_out_visit(*, actor: Actor, visit_id: UUID, reason: str) -> Visit:
    """The visit does not count, whatever comes: it was waiting, or returned and is not amended any more."""
    found = visits_to_review(actor, [visit_id])[0]
    if _decided_so(actor, found, Decision.LEFT_OUT):
        return found
    _check_is(found, *UNDECIDED)
    _decide(actor, [found], Decision.LEFT_OUT, _checked_reason(reason))
    return found


def leave_out_undecided(*, actor: Actor, found: Round, reason: str) -> int:
    """For the release of a round, which the caller holds: what nobody accepted does not count. Gives how many."""
    rows = list(undecided_visits(found).select_related("site"))
    _decide(actor, rows, Decision.LEFT_OUT, reason)
    return len(rows)


def undecided_visits(found: Round) -> QuerySet[Visit]:
    """The newest versions of visits of a round that wait for review or for their inspector."""
    return Visit.objects.filter(round=found, review__in=UNDECIDED, amended_by__isnull=True).order_by("pk")


def _decide(actor: Actor, visits: Sequence[Visit], decision: Review.Decision, reason: str) -> list[Review]:
    made = [
        Review(
            visit=visit,
            decision=decision,
            reviewer_id=actor.person_id,
            reviewer_name=actor.name,
            reason=reason,
        )
        for visit in visits
    ]
    Review.objects.bulk_create(made)
    Visit.objects.filter(pk__in=[visit.pk for visit in visits]).update(review=decision)
    for visit in visits:
        audit.record(actor=actor, action=ACTIONS[decision], subject=visit)
    return made


def _decided_so(actor: Actor, visit: Visit, decision: Review.Decision) -> bool:
    """True when this very person decided so before: the same press came twice."""
    rows = Review.objects.filter(visit=visit, decision=decision, reviewer=actor.person_id)
    return visit.review == decision and rows.exists()


def _check_is(visit: Visit, *states: ReviewState) -> None:
    if visit.review not in states or visit.round.state == Round.State.RELEASED:
        raise VisitMovedOn(visit)


def _checked_reason(reason: str) -> str:
    found = checked_text(reason, label=_("理由"), at_most=MOST_REASON)
    if not found:
        raise InvalidInput(_("请写明理由，检查员和以后查考的人看得到。"))
    return found
