"""With real connections: what two people, or one impatient one, send at the same moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import Refusal
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import today
from chuangcheng.inspections import services
from chuangcheng.inspections.models import Answer, Check, Round, Visit
from chuangcheng.inspections.rhythm import Rhythm
from chuangcheng.inspections.services import VisitGiven
from chuangcheng.inspections.services.plan_runs import make_due_rounds
from chuangcheng.inspections.services.plans import PlanFacts, Scope, create_plan
from chuangcheng.inspections.sharing import Member
from chuangcheng.inspections.testing import Field, answers_for, make_field, make_round, make_visit, visit_given
from chuangcheng.orgs.testing import Cast, actor_of

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each act gave, or the refusal it met, all begun at the same moment on connections of their own."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            barrier.wait()
            return act()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def submitting(actor: Actor, given: VisitGiven) -> Callable[[], Any]:
    """The act of sending a form."""
    return lambda: services.submit_visit(actor=actor, given=given)


@pytest.fixture
def field(transactional_db: None, cast: Cast) -> Field:
    return make_field(cast, sites=2)


def test_visit_submitted_five_times_at_once_is_one(cast: Cast, field: Field) -> None:
    found, actor = make_round(cast, field), actor_of(cast.inspector)
    given = visit_given(found, field.sites[0], answers_for(field, litter={"faults": 2}))
    visits = at_once([lambda: services.submit_visit(actor=actor, given=given)] * 5)
    assert {visit.pk for visit in visits} == {given.id}
    assert (Visit.objects.count(), Answer.objects.count(), Check.objects.count()) == (1, 6, 6)


def test_same_id_for_two_sites_at_once_is_one_visit_and_one_refusal(cast: Cast, field: Field) -> None:
    found, actor, visit_id = make_round(cast, field), actor_of(cast.inspector), new_id()
    forms = [visit_given(found, site, answers_for(field), visit_id=visit_id) for site in field.sites]
    results = at_once([submitting(actor, given) for given in forms])
    assert Visit.objects.count() == 1
    assert sum(isinstance(result, Refusal) for result in results) == 1


def test_failed_answer_pressed_five_times_at_once_is_one_case(cast: Cast, field: Field) -> None:
    found, actor = make_round(cast, field), actor_of(cast.inspector)
    visit = make_visit(cast, field, found, litter={"faults": 2})
    answer_id = visit.answers.get(item=field.items["litter"]).pk

    def press() -> Any:
        return services.open_case_for_answer(actor=actor, answer_id=answer_id, case_id=new_id())

    cases = at_once([press] * 5)
    assert len({case.pk for case in cases}) == 1


def test_visits_and_the_end_of_the_round_at_once_leave_no_visit_after_the_end(cast: Cast, field: Field) -> None:
    found, actor, chief = make_round(cast, field), actor_of(cast.inspector), actor_of(cast.chief)
    forms = [visit_given(found, site, answers_for(field)) for site in field.sites]
    acts = [submitting(actor, given) for given in forms]
    acts.append(lambda: services.finish_round(actor=chief, round_id=found.pk, reason="到期"))
    results = at_once(acts)
    assert Round.objects.get().state == "finished"
    assert Visit.objects.count() == sum(isinstance(result, Visit) for result in results)


def test_case_opened_while_its_round_is_released_is_not_held_for_ever(cast: Cast, field: Field) -> None:
    found, chief = make_round(cast, field, kind="mystery"), actor_of(cast.chief)
    visit = make_visit(cast, field, found, litter={"faults": 2}, stalls={"ok": False})
    services.finish_round(actor=chief, round_id=found.pk, reason="到期")
    results = at_once(
        [
            lambda: services.release_round(actor=chief, round_id=found.pk),
            lambda: services.open_cases_for_visit(actor=chief, visit_id=visit.pk),
        ]
    )
    for case in results[1]:
        case.refresh_from_db()
        assert not case.is_held


def test_two_workers_at_once_make_the_round_of_a_period_once(cast: Cast, field: Field) -> None:
    facts = PlanFacts(
        field.framework.pk, Rhythm("weekly", tuple(range(7))), Scope(), (Member(person_id=cast.inspector.pk),)
    )
    create_plan(
        actor=actor_of(cast.chief),
        plan_id=new_id(),
        name="日巡查",
        kind="patrol",
        starts_on=today(),
        ends_on=None,
        facts=facts,
    )
    made = at_once([lambda: make_due_rounds(today=today())] * 4)
    assert sum(made) == 1
    assert Round.objects.count() == 1
