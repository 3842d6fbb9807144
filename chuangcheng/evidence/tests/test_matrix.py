from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from chuangcheng.core.times import today
from chuangcheng.evidence.queries import matrix_of
from chuangcheng.evidence.testing import EVIDENCE, bring, judge, make_material
from chuangcheng.orgs.testing import Cast, actor_of, signed_in
from chuangcheng.standards.models import Framework
from chuangcheng.standards.testing import make_draft, make_framework, make_part, standard_of


def framework_of(count: int = 2) -> Framework:
    part = make_part("网上申报", Decimal(1), "proof", "")
    drafts = [make_draft(f"1.{number}", parts=(part,), evidence=EVIDENCE) for number in range(1, count + 1)]
    return make_framework(*drafts)


def page_of(person: Any, name: str) -> str:
    client = signed_in(person)
    return client.get(reverse(name)).content.decode()


def test_the_matrix_tells_what_is_there_of_what_was_asked_for(cast: Cast) -> None:
    framework = framework_of(3)
    first, second = standard_of(framework, "1.1"), standard_of(framework, "1.2")
    done, late = make_material(cast, first), make_material(cast, second, due_on=today() - timedelta(days=1))
    make_material(cast, first, unit_id=cast.east.pk)
    bring(cast, done, 3)
    judge(cast, done, "accepted")
    bring(cast, late, 1, first=50)
    judge(cast, late, "returned")
    found = matrix_of(actor=actor_of(cast.chief), framework_id=framework.pk)
    assert [unit.name for unit in found.units] == ["东关街道", "区城管局"]
    cells = {row.standard.code: [(cell.accepted, cell.asked) for cell in row.cells] for row in found.rows}
    assert cells == {"1.1": [(0, 2), (2, 2)], "1.2": [(0, 0), (0, 2)], "1.3": [(0, 0), (0, 0)]}
    tones = [[cell.tone(today()) for cell in row.cells] for row in found.rows]
    assert tones == [["blue", "green"], ["", "red"], ["", ""]]
    assert (found.total.accepted, found.total.asked, found.open_count) == (2, 6, 1)


def test_a_unit_sees_its_own_column(cast: Cast) -> None:
    framework = framework_of()
    make_material(cast, standard_of(framework, "1.1"))
    make_material(cast, standard_of(framework, "1.1"), unit_id=cast.east.pk)
    found = matrix_of(actor=actor_of(cast.east_liaison), framework_id=framework.pk)
    assert [unit.name for unit in found.units] == ["东关街道"]


def test_the_page_leads_to_the_requests_and_gives_a_workbook(cast: Cast) -> None:
    standard = standard_of(framework_of(), "1.1")
    assert "还没有布置的标准" in page_of(cast.chief, "evidence:matrix")
    make_material(cast, standard)
    page = page_of(cast.chief, "evidence:matrix")
    assert f"?standard={standard.pk}&amp;unit={cast.sanitation.pk}" in page
    assert "0/2" in page
    client = signed_in(cast.chief)
    answer: Any = client.get(reverse("evidence:matrix_export"))
    rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values)
    assert any("区城管局" in [str(cell) for cell in row] for row in rows)
    assert any("0/2" in [str(cell) for cell in row] for row in rows)


def test_without_a_framework_the_page_says_what_comes_first(cast: Cast) -> None:
    assert "还没有执行中的体系" in page_of(cast.chief, "evidence:matrix")


@pytest.mark.parametrize("count", [2, 20])
def test_the_matrix_asks_no_more_of_the_database_for_more_cells(
    count: int, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    framework = framework_of(count)
    for standard in framework.standards.all():
        for unit in (cast.sanitation, cast.east, cast.west):
            make_material(cast, standard, unit_id=unit.pk)
    office = actor_of(cast.chief)
    with django_assert_max_num_queries(4):
        matrix_of(actor=office, framework_id=framework.pk)
