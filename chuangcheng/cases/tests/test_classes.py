"""Problem classes: what an installation starts with, and what the office edits."""

from __future__ import annotations

from typing import Any

import pytest

from chuangcheng.cases.installation import offer_problem_classes
from chuangcheng.cases.models import ProblemClass
from chuangcheng.cases.queries import problem_class_named
from chuangcheng.cases.services.classes import default_classes
from chuangcheng.cases.testing import case_in, problem_class
from chuangcheng.core.models import AuditEntry
from chuangcheng.orgs.testing import Cast, signed_in


def fields_of(found: ProblemClass, **changed: Any) -> dict[str, Any]:
    names = ("code", "group", "name", "filing_condition", "closing_condition", "limit_amount", "limit_unit", "source")
    return {**{name: getattr(found, name) for name in names}, "order": found.order, "is_active": "on", **changed}


def test_every_default_class_has_conditions_a_limit_and_a_source(db: None) -> None:
    found = default_classes()
    assert len(found) >= 30
    assert len({each.code for each in found}) == len({(each.group, each.name) for each in found}) == len(found)
    for each in found:
        each.full_clean(exclude=["code"], validate_unique=False, validate_constraints=False)
        assert each.filing_condition
        assert each.closing_condition
        assert each.source


def test_starting_again_adds_nothing_and_keeps_what_was_edited(db: None) -> None:
    count = ProblemClass.objects.count()
    ProblemClass.objects.filter(code="SR01").update(limit_amount=9, is_active=False)
    offer_problem_classes()
    assert ProblemClass.objects.count() == count
    assert ProblemClass.objects.get(code="SR01").limit_amount == 9


def test_office_edits_a_class_and_given_deadlines_stay(cast: Cast) -> None:
    case, found = case_in("fixing", cast), problem_class()
    answer = signed_in(cast.chief).post(
        f"/settings/problem-classes/{found.pk}/", fields_of(found, limit_amount=8, limit_unit="working_days")
    )
    due_at = case.due_at
    found.refresh_from_db()
    case.refresh_from_db()
    assert answer.status_code == 302
    assert (found.limit_amount, found.limit_unit) == (8, "working_days")
    assert case.due_at == due_at
    assert AuditEntry.objects.filter(action="cases.save_problem_class").exists()


def test_office_adds_a_class(cast: Cast) -> None:
    found = problem_class()
    given = fields_of(found, code="BD01", name="本地小类")
    assert signed_in(cast.chief).post("/settings/problem-classes/new/", given).status_code == 302
    assert ProblemClass.objects.get(code="BD01").name == "本地小类"


@pytest.mark.parametrize(
    "wrong",
    [
        {"limit_amount": 0},
        {"limit_amount": -1},
        {"limit_amount": "x"},
        {"limit_unit": "moons"},
        {"code": "SR02"},
        {"name": ""},
    ],
)
def test_unusable_class_is_refused_on_the_form(cast: Cast, wrong: dict[str, Any]) -> None:
    found = problem_class()
    answer = signed_in(cast.chief).post(f"/settings/problem-classes/{found.pk}/", fields_of(found, **wrong))
    assert answer.status_code == 422
    assert ProblemClass.objects.get(pk=found.pk).limit_amount == found.limit_amount


@pytest.mark.parametrize("who", ["liaison", "inspector", "leader", "admin"])
def test_only_the_office_edits_classes(cast: Cast, who: str) -> None:
    client = signed_in(getattr(cast, who))
    assert client.get("/settings/problem-classes/").status_code == 403
    assert client.get("/settings/problem-classes/new/").status_code == 403


def test_class_that_is_not_there_is_not_found(cast: Cast) -> None:
    assert signed_in(cast.chief).get("/settings/problem-classes/99999/").status_code == 404


def test_list_of_classes_shows_limits_in_words(cast: Cast) -> None:
    page = signed_in(cast.chief).get("/settings/problem-classes/").content.decode()
    assert "暴露垃圾" in page
    assert "4个工作时" in page


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("暴露垃圾", "暴露垃圾"),
        (" 公厕脏差 ", "公厕不洁有异味"),  # another name
        ("水体不洁", "水域不洁"),
        ("乱贴乱画现象", "乱贴乱画"),  # nearly so
        ("完全不同的事", None),
        ("", None),
    ],
)
def test_class_is_found_by_its_name_another_name_or_likeness(db: None, name: str, found: str | None) -> None:
    named = problem_class_named(name=name)
    assert (named.name if named else None) == found
