"""What counts besides cases: fixes that stayed, days that a unit asked for itself, orders answered in time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chuangcheng.cases.models import Case, CaseEvent, Extension, ExtensionAnswer, Relapse
from chuangcheng.cases.testing import problem_class, unsaved_case
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import SHANGHAI
from chuangcheng.orgs.testing import Cast, actor_of, signed_in
from chuangcheng.supervision.appraisal import read_formula
from chuangcheng.supervision.models import Result, SupervisionOrder
from chuangcheng.supervision.services.appraisals.formulas import save_formula
from chuangcheng.supervision.services.appraisals.trying import try_formula
from chuangcheng.supervision.testing import compute, make_board

SEPTEMBER = date(2026, 9, 15)
DAY = timedelta(days=1)


def _line(name: str, of: str) -> dict[str, object]:
    return {"kind": "rate", "name": name, "of": of, "full": "100", "line": "100", "per_point": "1"}


def _by(cast: Cast, *rates: str) -> dict[str, Any]:
    return {
        "name": "自订办法",
        "valid_from": "2020-01-01",
        "source": "创文办〔2026〕2号",
        "lines": [_line(rate, rate) for rate in rates],
    }


def _result(cast: Cast, *rates: str) -> Result:
    body, office = _by(cast, *rates), actor_of(cast.chief)
    formula = save_formula(actor=office, formula_id=new_id(), version_id=new_id(), body=body, reason="依据").formula
    run = compute(cast, make_board(cast, formula=formula), SEPTEMBER)
    return run.results.get(unit=cast.sanitation)


def _shares(result: Result) -> list[tuple[int, int]]:
    return [(line["good"], line["of"]) for line in result.lines]


def _case(cast: Cast, number: int, *, due: datetime, closed: datetime | None, **more: Any) -> Case:
    usual = {
        "reported_at": due - 3 * DAY,
        "filed_at": due - 3 * DAY,
        "due_at": due,
        "fed_back_at": closed,
        "closed_at": closed,
        "state": "closed" if closed else "fixing",
        "outcome": "fixed" if closed else "",
        "lead_unit": cast.sanitation,
        "problem_class": problem_class(),
    }
    case = unsaved_case(number, cast, **{**usual, **more})
    case.save(force_insert=True)
    return case


def _fixed(cast: Cast, number: int, month: int, day: int) -> Case:
    closed = datetime(2026, month, day, 16, tzinfo=SHANGHAI)
    return _case(cast, number, due=closed + DAY, closed=closed)


def _back(cast: Cast, earlier: Case, *, days: int, ruling: str = "recognised") -> None:
    assert earlier.closed_at is not None
    opened = earlier.closed_at + days * DAY
    later = _case(cast, Case.objects.count() + 1, due=opened + 90 * DAY, closed=None)
    Relapse.objects.create(
        case=later,
        earlier=earlier,
        reason="same_site",
        days=days,
        opened_at=opened,
        ruling=ruling,
        unit=cast.sanitation,
    )


def test_a_fix_that_stayed_its_thirty_days_counts_in_the_month_in_which_they_were_over(cast: Cast) -> None:
    _fixed(cast, 1, 8, 2)  # its days were over on 09-01
    _fixed(cast, 2, 8, 31)  # on 09-30
    _fixed(cast, 3, 8, 1)  # on 08-31
    _fixed(cast, 4, 9, 1)  # on 10-01

    assert _shares(_result(cast, "stayed")) == [(2, 2)]


@pytest.mark.parametrize(
    ("days", "ruling", "good"), [(30, "recognised", 0), (31, "recognised", 1), (5, "denied", 1), (5, "confirmed", 0)]
)
def test_a_fix_that_came_back_within_its_days_did_not_stay(cast: Cast, days: int, ruling: str, good: int) -> None:
    _back(cast, _fixed(cast, 1, 8, 10), days=days, ruling=ruling)

    assert _shares(_result(cast, "stayed")) == [(good, 1)]


def test_the_line_opens_to_the_case_that_came_back(cast: Cast) -> None:
    case = _fixed(cast, 1, 8, 10)
    _back(cast, case, days=3)
    result = _result(cast, "stayed")

    page = signed_in(cast.chief).get(f"/supervision/sheets/{result.pk}/?line=1").content.decode()

    assert f"/cases/{case.pk}/" in page
    assert "已回潮" in page


def _promise(case: Case, *, is_granted: bool = True) -> None:
    at = case.reported_at + DAY
    assert case.due_at is not None

    def step(move: str) -> CaseEvent:
        return CaseEvent.objects.create(case=case, move=move, to_state=case.state, actor_name="某", at=at)

    asked = Extension.objects.create(event=step("ask"), case=case, asked_at=at, until=case.due_at.date())
    ExtensionAnswer.objects.create(
        event=step("answer"),
        extension=asked,
        is_granted=is_granted,
        answered_at=at,
        former_due_at=case.due_at - DAY,
        due_at=case.due_at,
    )


def test_a_day_that_the_unit_asked_for_is_a_promise(cast: Cast) -> None:
    due = datetime(2026, 9, 10, 17, tzinfo=SHANGHAI)
    _promise(_case(cast, 1, due=due, closed=due - DAY))
    _promise(_case(cast, 2, due=due, closed=due + DAY))
    _promise(_case(cast, 3, due=due, closed=due + DAY), is_granted=False)
    _case(cast, 4, due=due, closed=due + DAY)
    _promise(_case(cast, 5, due=due + 60 * DAY, closed=None))

    result = _result(cast, "promises", "on_time")

    assert _shares(result) == [(1, 2), (1, 4)]


def _order(cast: Cast, state: str, due: datetime, answered: datetime | None) -> SupervisionOrder:
    serial = SupervisionOrder.objects.count() + 1
    return SupervisionOrder.objects.create(
        year=2026,
        serial=serial,
        word="督办",
        state=state,
        title="限期清运",
        grounds="超期",
        requirement="清运",
        unit=cast.sanitation,
        office_name="区创城办",
        due_at=due,
        issued_at=due - 3 * DAY,
        answered_at=answered,
    )


def test_orders_count_when_their_answer_was_due(cast: Cast) -> None:
    due = datetime(2026, 9, 10, 17, tzinfo=SHANGHAI)
    _order(cast, "closed", due, due - DAY)
    late = _order(cast, "answered", due, due + DAY)
    _order(cast, "signed", due, due - DAY)  # was sent back and not answered again
    _order(cast, "issued", due, None)
    _order(cast, "withdrawn", due, None)
    _order(cast, "answered", due + 60 * DAY, due)

    result = _result(cast, "orders")

    assert _shares(result) == [(1, 4)]
    page = signed_in(cast.chief).get(f"/supervision/sheets/{result.pk}/?line=1").content.decode()
    assert f"/orders/{late.pk}/" in page


def test_trying_a_formula_says_where_what_stayed_was_not_collected(cast: Cast) -> None:
    _fixed(cast, 1, 8, 10)
    result = _result(cast, "on_time")
    body = _by(cast, "stayed")
    formula_id = result.run.formula_version.formula_id

    tried = try_formula(actor=actor_of(cast.chief), formula_id=formula_id, formula=read_formula(body))

    assert tried is not None
    assert tried.is_stayed_unknown
