"""复核抽查: a second, blind visit by another person, which never counts twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from django.test import Client

from chuangcheng.core.errors import InvalidInput, NotFound
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now
from chuangcheng.inspections.access import visible_visits
from chuangcheng.inspections.models import Control, ControlAnswer, Round, Visit
from chuangcheng.inspections.queries import SiteTally, WhatCounts, latest_tallies, tallies
from chuangcheng.inspections.queries.controls import control_result
from chuangcheng.inspections.services.assignments import NotAnInspector
from chuangcheng.inspections.services.controls import (
    ControlGiven,
    NothingToControl,
    Settled,
    assign_controls,
    draw_controls,
    settle_difference,
    submit_control,
)
from chuangcheng.inspections.testing import Field, answers_for, bring_to, make_field, make_round, make_visit
from chuangcheng.orgs.testing import Cast, actor_of, make_person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def field(cast: Cast) -> Field:
    return make_field(cast, sites=3)


@pytest.fixture
def found(cast: Cast, field: Field) -> Round:
    made = make_round(cast, field)
    for site in field.sites:
        make_visit(cast, field, made, site=site, litter={"faults": 2})
    return made


@pytest.fixture
def second(cast: Cast) -> Any:
    return make_person("second", unit=cast.office, role="inspector", name="复检查")


@pytest.fixture
def control(cast: Cast, found: Round, second: Any) -> Control:
    draw_controls(actor=actor_of(cast.chief), round_id=found.pk, draw_id=new_id(), seed="7")
    made = Control.objects.get()
    assign(cast, made, second)
    return Control.objects.get()


def assign(cast: Cast, control: Control, person: Any) -> int:
    chief = actor_of(cast.chief)
    ids = [control.pk]
    return assign_controls(actor=chief, round_id=control.round_id, control_ids=ids, inspector_id=person.pk)


def submit(person: Any, control: Control, field: Field, **values: Any) -> Control:
    given = ControlGiven(control.pk, now(), answers_for(field, **values))
    return submit_control(actor=actor_of(person), given=given)


def test_the_share_is_drawn_once_and_topped_up_only_by_new_visits(cast: Cast, found: Round) -> None:
    chief, draw_id = actor_of(cast.chief), new_id()
    made = draw_controls(actor=chief, round_id=found.pk, draw_id=draw_id)
    assert (made.visited_count, made.drawn_count, made.share) == (3, 1, 5)
    assert draw_controls(actor=chief, round_id=found.pk, draw_id=draw_id) == made
    with pytest.raises(NothingToControl):
        draw_controls(actor=chief, round_id=found.pk, draw_id=new_id())


def test_only_another_person_looks_again(cast: Cast, control: Control) -> None:
    with pytest.raises(NotAnInspector, match="换一个人"):
        assign(cast, control, cast.inspector)


def counted(field: Field) -> tuple[Sequence[SiteTally], Sequence[SiteTally]]:
    what = WhatCounts(field.framework.pk, until=now())
    return tallies(what), latest_tallies(what)


def test_second_visit_never_counts_twice(cast: Cast, field: Field, control: Control, second: Any) -> None:
    bring_to(cast, control.round, "released")
    before = counted(field)
    visits = Visit.objects.count()
    submit(second, control, field, litter={"faults": 0}, stalls={"ok": False})
    after = counted(field)
    assert (after, Visit.objects.count()) == (before, visits)


def test_first_visit_is_not_seen_before_the_second_is_sent(
    cast: Cast, field: Field, control: Control, second: Any
) -> None:
    assert control.visit not in visible_visits(actor_of(second))
    client = Client()
    client.force_login(second, backend=BACKEND)
    assert client.get(f"/visits/{control.visit_id}/").status_code == 404
    form = client.get(f"/controls/{control.pk}/").content.decode()
    assert "独立判定" in form
    submit(second, control, field)
    assert control.visit in visible_visits(actor_of(second))


def test_sent_twice_is_one_and_nobody_else_sends_it(cast: Cast, field: Field, control: Control, second: Any) -> None:
    with pytest.raises(NotFound):
        submit(cast.inspector, control, field)
    submit(second, control, field)
    submit(second, control, field, litter={"faults": 9})
    assert not ControlAnswer.objects.filter(violations=9).exists()


def test_agreement_and_the_settling_of_differences(cast: Cast, field: Field, control: Control, second: Any) -> None:
    submit(second, control, field, litter={"faults": 0})
    result = control_result(found=control.round)
    assert (result.whole.count, result.whole.agreed, str(result.whole.raw)) == (6, 5, "0.833")
    assert str(result.by_item[0].agreement.raw) == "0.000"
    difference = result.differences[0]
    chief = actor_of(cast.chief)
    with pytest.raises(InvalidInput):
        settle_difference(actor=chief, answer_id=difference.second.pk, kept="second", reason="")
    settle_difference(actor=chief, answer_id=difference.second.pk, kept="second", reason="照片上是干净的")
    first = difference.first
    assert first.checks.filter(corrects__isnull=False, verdict="pass").count() == 1
    with pytest.raises(Settled):
        settle_difference(actor=chief, answer_id=difference.second.pk, kept="first", reason="再看")


def test_pages_from_draw_to_settling(cast: Cast, field: Field, found: Round, second: Any) -> None:
    chief = Client()
    chief.force_login(cast.chief, backend=BACKEND)
    page = f"/rounds/{found.pk}/control/"
    assert "还没有抽取复核的点位" in chief.get(page).content.decode()
    assert chief.post(f"{page}draw/", {"draw": str(new_id())}).status_code == 302
    control = Control.objects.get()
    assert chief.post(f"{page}assign/", {"control": str(control.pk), "person": second.pk}).status_code == 302
    control.refresh_from_db()
    submit(second, control, field, litter={"faults": 0})
    assert "两次不一致的判定" in chief.get(page).content.decode()
    answer = ControlAnswer.objects.get(control=control, item=field.items["litter"])
    kept = {"kept": "first", "reason": "第一次有照片"}
    assert chief.post(f"/control-answers/{answer.pk}/settle/", kept).status_code == 302
    assert "以第一次为准" in chief.get(page).content.decode()


def test_control_over_the_api(cast: Cast, field: Field, control: Control, second: Any) -> None:
    client = Client()
    client.force_login(second, backend=BACKEND)
    assert [row["id"] for row in client.get("/api/v1/controls/mine").json()] == [str(control.pk)]
    items = client.get(f"/api/v1/controls/{control.pk}/checklist").json()
    assert len(items) == 6
    answers = [{"item_id": row.item_id, "value": dict(row.value)} for row in answers_for(field)]
    given = {"started_at": now().isoformat(), "answers": answers}
    sent = client.post(f"/api/v1/controls/{control.pk}/visit", given, content_type="application/json")
    assert sent.json()["submitted_at"]
    chief = Client()
    chief.force_login(cast.chief, backend=BACKEND)
    result = chief.get(f"/api/v1/rounds/{control.round_id}/agreement").json()
    assert result["whole"]["count"] == 6
