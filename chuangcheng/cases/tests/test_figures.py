"""整改统计: the worked example, the published month of 天门, and every figure opening to as many cases."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chuangcheng.cases import services
from chuangcheng.cases.figures import COUNT_LABELS, Counts, percent
from chuangcheng.cases.limits import Limit, Unit
from chuangcheng.cases.models import Case
from chuangcheng.cases.queries.figure_conditions import Period
from chuangcheng.cases.queries.rectification import GROUPINGS, Figures, Narrowed, rectification_figures
from chuangcheng.cases.services import Step
from chuangcheng.cases.testing import make_month_of_tianmen, unsaved_case
from chuangcheng.cases.tests.test_moves import now_is
from chuangcheng.cases.tests.worked_examples import rows
from chuangcheng.core.models import AuditEntry
from chuangcheng.core.sheets import read_book
from chuangcheng.core.times import SHANGHAI
from chuangcheng.orgs.models import Person
from chuangcheng.orgs.testing import Cast, actor_of, signed_in

SEPTEMBER = Period(date(2026, 9, 1), date(2026, 9, 30))
LOOKED_AT = datetime(2026, 10, 15, 9, tzinfo=SHANGHAI)
NOON = timedelta(hours=12)


def content_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def on(text: str) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI) + NOON if text else None


def from_row(number: int, cast: Cast, row: dict[str, str]) -> Case:
    return unsaved_case(
        number,
        cast,
        reported_at=on(row["reported"]),
        filed_at=on(row["filed"]),
        due_at=on(row["due"]),
        fed_back_at=on(row["fed back"]),
        closed_at=on(row["closed"]),
        state=row["state"],
        rework_count=int(row["rework"]),
    )


def figures(person: Person, by: str = "unit", **narrowed: Any) -> Figures:
    return rectification_figures(
        actor=actor_of(person), period=SEPTEMBER, narrowed=Narrowed(**narrowed), grouping=by, now=LOOKED_AT
    )


@pytest.fixture
def example(cast: Cast) -> list[dict[str, str]]:
    found = rows("cases", page="rectification_figures")
    Case.objects.bulk_create([from_row(number, cast, row) for number, row in enumerate(found, start=1)])
    return found


@pytest.fixture
def tianmen(cast: Cast) -> None:
    make_month_of_tianmen(cast)


def test_each_case_counts_as_the_page_says(cast: Cast, example: list[dict[str, str]]) -> None:
    wanted = Counter(name for row in example for name in row["counts as"].split())
    total = figures(cast.chief).total
    assert {name: getattr(total, name) for name in wanted} == dict(wanted)
    assert total.extended == 0
    assert figures(cast.chief, by="street").total == figures(cast.chief, by="class").total == total


@pytest.mark.parametrize("by", GROUPINGS)
def test_every_figure_opens_to_as_many_cases(cast: Cast, example: list[dict[str, str]], by: str) -> None:
    Case.objects.filter(number="2026-000001").update(lead_unit=cast.east, area=cast.west, source="public")
    client = signed_in(cast.chief)
    page = client.get("/cases/figures/", {"from": "2026-09-01", "to": "2026-09-30", "by": by})
    for line in [*page.context["lines"], page.context["total"]]:
        for each in line.counts:
            if each.query:
                assert client.get(f"/cases/?{each.query}").context["count"] == str(each.value), each.query


def numbered(example: list[dict[str, str]], name: str) -> Case:
    """The case of this name in the worked example."""
    return Case.objects.get(number=f"2026-{1 + [row['case'] for row in example].index(name):06d}")


def test_extended_are_those_that_were_given_more_time_and_each_once(
    cast: Cast, example: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    now_is(monkeypatch, datetime(2026, 9, 14, 9, tzinfo=SHANGHAI))
    chief, liaison = actor_of(cast.chief), actor_of(cast.liaison)
    case = numbered(example, "still open")
    for term in (Limit(2, Unit.WORKING_DAYS), Limit(1, Unit.WORKING_DAYS)):
        services.ask_extension(actor=liaison, step=Step(case.pk), term=term, reason="需要施工。")
        assert figures(cast.chief).total.extended == int(case.extension_count > 0)
        services.grant_extension(actor=chief, step=Step(case.pk))
        case.refresh_from_db()
    total = figures(cast.chief).total
    assert (case.extension_count, total.extended) == (2, 1)
    assert total.extension_rate == percent(1, total.due)


def test_joined_case_is_not_due(cast: Cast, example: list[dict[str, str]]) -> None:
    before, chief = figures(cast.chief).total, actor_of(cast.chief)
    case, main = (numbered(example, name) for name in ("still open", "due in October"))
    services.join_case(actor=chief, step=Step(case.pk), main_case_id=main.pk)
    after = figures(cast.chief).total
    assert (before.due - after.due, before.overdue - after.overdue, before.received - after.received) == (1, 1, 0)
    services.unjoin_case(actor=chief, step=Step(case.pk), reason="不是同一处。")
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("fixing", "")


def test_held_cases_count_nowhere(cast: Cast, example: list[dict[str, str]]) -> None:
    before = figures(cast.chief).total
    Case.objects.filter(number="2026-000001").update(is_held=True)
    after = figures(cast.chief).total
    assert (before.received - after.received, before.due - after.due) == (1, 1)
    answer = signed_in(cast.chief).get("/cases/?figure=due&figure_from=2026-09-01&figure_to=2026-09-30")
    assert answer.context["count"] == str(after.due)


def test_everybody_counts_what_they_see(cast: Cast, example: list[dict[str, str]]) -> None:
    assert figures(cast.liaison).total == figures(cast.chief).total
    assert figures(cast.west_liaison).total == Counts()
    assert figures(cast.chief, source="public").total == Counts()
    assert figures(cast.chief, unit_ids=(cast.sanitation.pk,), area_ids=(cast.lane.pk,)).total.due > 0


def test_month_of_tianmen_gives_its_published_rates_on_screen_and_in_word(cast: Cast, tianmen: None) -> None:
    client = signed_in(cast.chief)
    asked = {"from": "2026-09-01", "to": "2026-09-30"}
    page = client.get("/cases/figures/", asked).content.decode()
    for shown in ("1,054", "996", "972", "911", "737", "93.72%", "75.82%", "94.50%"):
        assert shown in page, shown
    answer = client.get("/cases/figures/bulletin.docx", asked)
    paper = docx.Document(io.BytesIO(content_of(answer)))
    words = "\n".join(each.text for each in paper.paragraphs)
    assert "2026年9月问题整改情况通报" in words
    assert "共上报问题1,054件，立案996件，立案率94.50%" in words
    assert "应结案972件" in words
    assert "结案911件，结案率93.72%；按期结案737件，按期结案率75.82%" in words
    totals = [cell.text for cell in paper.tables[0].rows[-1].cells]
    assert totals == ["合计", "1,054", "996", "972", "0", "911", "737", "235", "93.72%", "75.82%"]
    assert len(paper.tables) == len(GROUPINGS)
    assert AuditEntry.objects.filter(action="cases.export_figures").count() == 1


def test_workbook_has_a_sheet_for_each_grouping_and_the_definitions(cast: Cast, tianmen: None) -> None:
    answer = signed_in(cast.chief).get("/cases/figures/workbook.xlsx?from=2026-09-01&to=2026-09-30")
    book = read_book(content_of(answer))
    assert [sheet.name for sheet in book.sheets] == ["按责任单位", "按问题类别", "按所在街镇", "按来源", "指标说明"]


def test_figures_over_the_api_are_those_of_the_screen(cast: Cast, tianmen: None) -> None:
    answer = signed_in(cast.chief).get("/api/v1/cases/figures?first=2026-09-01&last=2026-09-30&by=source").json()
    assert answer["total"]["closing_rate"] == "93.72"
    assert answer["lines"][0]["counts"]["received"] == 1054


def test_figures_cost_the_same_however_many_cases(cast: Cast, tianmen: None) -> None:
    client, costs = signed_in(cast.chief), []
    for asked in ({"from": "2026-09-05", "to": "2026-09-06"}, {"from": "2026-09-01", "to": "2026-09-30"}):
        client.get("/cases/figures/", asked)
        with CaptureQueriesContext(connection) as queries:
            client.get("/cases/figures/", asked)
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert costs[1] <= 15


def test_rates_are_rounded_half_up_and_there_is_none_of_nothing() -> None:
    assert percent(1, 800) == Decimal("0.13")
    assert percent(0, 5) == Decimal("0.00")
    assert Counts().closing_rate is None
    assert Counts(due=10, suspended=10).on_time_rate is None
    assert set(COUNT_LABELS) <= set(Counts.__dataclass_fields__)


@pytest.mark.parametrize("asked", [{"from": "2026-09-30", "to": "2026-09-01"}, {"from": "x"}, {"by": "planet"}, {}])
def test_nonsense_in_the_address_shows_this_month(cast: Cast, asked: dict[str, str]) -> None:
    assert signed_in(cast.chief).get("/cases/figures/", asked).status_code == 200
