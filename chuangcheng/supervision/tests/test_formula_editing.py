"""A formula is written line by line; what is wrong stands beside its line; its effect is seen before it is saved."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from chuangcheng.cases.models import Case
from chuangcheng.cases.testing import problem_class, unsaved_case
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import SHANGHAI
from chuangcheng.orgs.testing import Cast, signed_in
from chuangcheng.supervision.models import Formula, FormulaVersion
from chuangcheng.supervision.testing import compute, make_board, make_formula


@pytest.fixture
def formula(cast: Cast) -> Formula:
    """The plain rates."""
    return make_formula(cast)


def _form(formula: Formula, **more: Any) -> dict[str, Any]:
    usual = {
        "formula_id": str(formula.pk),
        "version_id": str(new_id()),
        "count": "2",
        "name": formula.name,
        "valid_from": "2026-10-01",
        "start": "0",
        "source": "本区",
        "reason": "创文办〔2026〕9号",
        "1-kind": "rate",
        "1-name": "按期结案率",
        "1-choice": "on_time",
        "1-full": "80",
        "1-line": "100",
        "1-per_point": "1",
        "2-kind": "deduct",
        "2-name": "返工",
        "2-choice": "reworks",
        "2-points-any": "0.5",
        "2-cap": "5",
        "act": "save",
    }
    return {**usual, **more}


def test_the_office_edits_a_formula_line_by_line_and_a_version_is_added(cast: Cast, formula: Formula) -> None:
    office = signed_in(cast.chief)
    page = office.get(f"/supervision/formulas/{formula.pk}/edit/").content.decode()
    assert 'name="2-per_point"' in page

    answer = office.post(f"/supervision/formulas/{formula.pk}/edit/", _form(formula))

    assert answer.status_code == 302
    body = FormulaVersion.objects.get(valid_from=date(2026, 10, 1)).body
    assert body["lines"] == [
        {"kind": "rate", "name": "按期结案率", "of": "on_time", "full": "80", "line": "100", "per_point": "1"},
        {"kind": "deduct", "name": "返工", "what": "reworks", "points": {"any": "0.5"}, "cap": "5"},
    ]
    assert formula.versions.count() == 2


def test_what_is_wrong_stands_beside_its_line_and_nothing_is_saved(cast: Cast, formula: Formula) -> None:
    form = _form(formula, **{"1-full": "很多", "2-points-any": "-1"})

    answer = signed_in(cast.chief).post(f"/supervision/formulas/{formula.pk}/edit/", form)

    page = answer.content.decode()
    assert answer.status_code == 422
    first, second = page.index('id="line-1"'), page.index('id="line-2"')
    assert first < page.index("满分应为数字，例如0.5。") < second < page.index("分值（其他来源）超出了允许的范围")
    assert formula.versions.count() == 1


def test_lines_are_added_moved_and_dropped(cast: Cast, formula: Formula) -> None:
    office, address = signed_in(cast.chief), f"/supervision/formulas/{formula.pk}/edit/"
    added = office.post(address, _form(formula, act="bonus")).content.decode()
    assert 'name="3-points-city_praise"' in added

    more = {"count": "3", "3-kind": "bonus", "3-name": "表扬", "3-points-praise": "3", "3-order": "1", "2-drop": "1"}
    office.post(address, _form(formula, **{**more, "1-order": "2"}))

    body = FormulaVersion.objects.get(valid_from=date(2026, 10, 1)).body
    assert [line["name"] for line in body["lines"]] == ["表扬", "按期结案率"]


def test_its_effect_on_the_last_period_is_told_and_not_kept(cast: Cast, formula: Formula) -> None:
    at = datetime(2026, 9, 2, 9, tzinfo=SHANGHAI)
    Case.objects.bulk_create(
        [
            unsaved_case(
                1,
                cast,
                reported_at=at,
                filed_at=at,
                due_at=at,
                fed_back_at=at,
                closed_at=at,
                state="closed",
                rework_count=2,
                problem_class=problem_class(),
            )
        ]
    )
    run = compute(cast, make_board(cast, formula=formula), date(2026, 9, 1))

    answer = signed_in(cast.chief).post(f"/supervision/formulas/{formula.pk}/edit/", _form(formula, act="try"))

    page = answer.content.decode()
    assert "如果2026年9月的部门榜按这样计" in page
    assert "79.00" in page
    assert run.results.get(unit=cast.sanitation).points == Decimal("100.00")
    assert formula.versions.count() == 1


def test_a_formula_of_ones_own_begins_empty(cast: Cast) -> None:
    office = signed_in(cast.chief)
    assert "还没有计分项" in office.get("/supervision/formulas/new/").content.decode()
    named = Formula(pk=new_id(), name="自己的办法")

    assert office.post("/supervision/formulas/new/", _form(named)).status_code == 302

    assert Formula.objects.get().name == "自己的办法"
