"""The report on a round: the same numbers on screen, in Word, Excel and the API, each person within their area."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document
from docx.oxml import parse_xml

from chuangcheng.core.files.covers import picture_covers
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import Job
from chuangcheng.core.sheets import read_book
from chuangcheng.core.testing import run_all_jobs
from chuangcheng.core.times import today
from chuangcheng.inspections import services
from chuangcheng.inspections.composites import CENT
from chuangcheng.inspections.models import Answer, Check, Round
from chuangcheng.inspections.reporting import making
from chuangcheng.inspections.reporting.making import report_file, round_report
from chuangcheng.inspections.services import AnswerGiven
from chuangcheng.inspections.services.composites import PartGiven, compose
from chuangcheng.inspections.testing import (
    MARKET,
    Field,
    bring_to,
    make_field,
    make_round,
    make_visit,
    sent_photo,
)
from chuangcheng.orgs.testing import Cast, actor_of, make_person, make_unit
from chuangcheng.sites.testing import make_site

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def field(cast: Cast) -> Field:
    return make_field(cast, sites=3)


@pytest.fixture
def released(cast: Cast, field: Field) -> Round:
    """Three sites, two visited: one with four faults and a photo, one without."""
    found = make_round(cast, field)
    litter = AnswerGiven(field.items["litter"].pk, {"faults": 4}, "", [sent_photo(cast.inspector)])
    make_visit(cast, field, found, litter=litter, stalls={"ok": False})
    make_visit(cast, field, found, site=field.sites[1])
    return bring_to(cast, found, "released")


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def section(made: making.RoundReport, key: str) -> Any:
    return next(found for found in made.sections if found.key == key)


def test_figures_are_those_of_the_checks(cast: Cast, released: Round) -> None:
    made = round_report(actor=actor_of(cast.chief), round_id=released.pk)

    whole = made.report.whole
    assert (whole.planned, whole.visited, made.report.standards) == (3, 2, 3)
    # Six checks a visit; litter fails one standard, stalls two.
    standing = Check.objects.filter(round=released)
    assert whole.counts.observations == standing.count()
    assert whole.counts.failed == standing.filter(verdict="fail").count() == 3
    assert made.report.problems == 2
    assert {row.name for row in made.report.classes} == {"暴露垃圾", "店外经营"}


def test_a_correction_counts_in_place_of_what_it_corrects(cast: Cast, released: Round) -> None:
    failed = Answer.objects.get(visit__round=released, item__code="litter", verdict="fail")
    services.correct_answer(
        actor=actor_of(cast.chief), answer_id=failed.pk, verdict="pass", violations=0, reason="看错了"
    )

    made = round_report(actor=actor_of(cast.chief), round_id=released.pk)

    assert made.report.whole.counts.failed == 2
    assert made.report.corrections == 1
    assert [row.name for row in made.report.classes] == ["店外经营"]
    assert any("1个检查结果经过更正" in line for line in section(made, "method").lines)


def test_not_visited_sites_are_listed_with_the_reason(cast: Cast, field: Field, released: Round) -> None:
    listed = section(round_report(actor=actor_of(cast.chief), round_id=released.pk), "not-visited")

    assert [row.cells[1] for row in listed.rows] == [field.sites[2].name]
    assert "时间已到" in listed.lines[0]


def test_compared_with_the_last_round_of_its_kind(cast: Cast, field: Field, released: Round) -> None:
    later = make_round(cast, field, name="下周检查")
    make_visit(cast, field, later)
    bring_to(cast, later, "released")

    made = round_report(actor=actor_of(cast.chief), round_id=later.pk)
    without = round_report(actor=actor_of(cast.chief), round_id=later.pk, base="none")

    assert made.base == released
    assert made.comparison is not None
    assert made.comparison.rate is not None
    assert made.comparison.rate.direction == "up"
    assert any("上升" in line for line in section(made, "summary").lines)
    assert without.base is None
    assert "changes" not in [found.key for found in without.sections]


def test_screen_word_excel_and_api_show_the_same(cast: Cast, released: Round) -> None:
    client, address = client_of(cast.chief), f"/rounds/{released.pk}/report/"
    told = client.get(f"/api/v1/rounds/{released.pk}/report").json()
    html = client.get(address).content.decode()
    word = Document(io.BytesIO(b"".join(client.get(f"{address}docx/").streaming_content)))  # type: ignore[attr-defined]
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in word.tables]
    words = "\n".join(paragraph.text for paragraph in word.paragraphs)

    for part in told["sections"]:
        for line in part["lines"]:
            assert line in html
            assert line in words
        if part["rows"]:
            flat = [[cell.strip("　") for cell in row] for row in [part["columns"], *part["rows"]]]
            assert flat in [[[cell.strip("　") for cell in row] for row in table] for table in tables]
            assert all(cell in html for row in part["rows"] for cell in row)
    assert len(word.inline_shapes) == 1


def test_excel_has_numbers_not_texts(cast: Cast, released: Round) -> None:
    content, name = report_file(actor=actor_of(cast.chief), round_id=released.pk, base="", kind="xlsx")
    made = round_report(actor=actor_of(cast.chief), round_id=released.pk)

    book = {sheet.name: sheet for sheet in read_book(content, name=name).sheets}
    rows = [list(row) for row in book["按点位类型"].rows]

    assert name == "周检查检查报告.xlsx"
    assert str(made.report.whole.counts.observations) in [str(cell).removesuffix(".0") for cell in _values(rows[-1])]


def test_charts_show_the_rates_of_the_tables_and_those_of_the_round_before(cast: Cast, field: Field) -> None:
    other = make_unit("柳河镇", kind="town")
    wide = replace(field, sites=[*field.sites, make_site("镇上集贸市场", area=other, site_type=MARKET)])
    before = make_round(cast, field)
    make_visit(cast, field, before, litter={"faults": 1})
    bring_to(cast, before, "released")
    found = make_round(cast, wide, name="下周检查")
    make_visit(cast, wide, found, stalls={"ok": False})
    make_visit(cast, wide, found, site=wide.sites[3])
    bring_to(cast, found, "released")

    made = round_report(actor=actor_of(cast.chief), round_id=found.pk)
    towns = section(made, "towns")
    content, _name = report_file(actor=actor_of(cast.chief), round_id=found.pk, base="", kind="docx")
    with zipfile.ZipFile(io.BytesIO(content)) as word:
        charts = [name for name in word.namelist() if name.startswith("word/charts/chart")]
        drawn = parse_xml(word.read(charts[0]))
    bars = [["".join(point.itertext()) for point in row.iterfind("{*}val//{*}pt")] for row in drawn.iter("{*}ser")]

    assert section(made, "types").bars is None  # one type is no comparison
    assert len(charts) == 1
    assert towns.labels[5:7] == ["合格率", "上次合格率"]
    assert [row.cells[5:7] for row in towns.rows] == [
        [Decimal("100.0"), None],
        [Decimal("66.7"), Decimal("83.3")],
    ]
    assert bars == [["100.0", "66.7"], ["83.3"]]


def test_a_hidden_face_never_leaves_on_the_report(cast: Cast, field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    shot, cover = sent_photo(cast.inspector, 7), sent_photo(cast.inspector, 8)
    found = make_round(cast, field)
    litter = AnswerGiven(field.items["litter"].pk, {"faults": 4}, "", [shot])
    make_visit(cast, field, found, litter=litter)
    bring_to(cast, found, "released")
    (plain,) = _report_pictures(cast, found)
    monkeypatch.setitem(picture_covers._fillings, "test", lambda _ids: {shot: cover})
    (hidden,) = _report_pictures(cast, found)
    monkeypatch.setitem(picture_covers._fillings, "test", lambda _ids: {shot: None})

    assert hidden != plain
    assert _report_pictures(cast, found) == []


def _report_pictures(cast: Cast, found: Round) -> list[bytes]:
    content, _name = report_file(actor=actor_of(cast.chief), round_id=found.pk, base="", kind="docx")
    with zipfile.ZipFile(io.BytesIO(content)) as word:
        return [word.read(name) for name in word.namelist() if name.startswith("word/media/")]


def _values(row: Any) -> list[Any]:
    return [getattr(cell, "value", cell) for cell in row]


def test_numbers_open_the_checks_behind_them(cast: Cast, field: Field, released: Round) -> None:
    client = client_of(cast.chief)
    html = client.get(f"/rounds/{released.pk}/report/").content.decode()
    behind = f"/rounds/{released.pk}/report/checks/?"

    failed = client.get(f"{behind}verdict=fail&type={field.sites[0].site_type_id}")
    of_class = client.get(f"{behind}class=暴露垃圾&verdict=fail")

    assert f"{behind}type={field.sites[0].site_type_id}&amp;verdict=fail" in html
    assert len(failed.context["rows"]) == 3
    assert [row["answer"].item.code for row in of_class.context["rows"]] == ["litter"]


@pytest.mark.parametrize("query", ["site=x", "unit=甲", "town=乙", "standard=99999999999999999999", "type=none"])
def test_a_broken_address_is_no_fault(cast: Cast, released: Round, query: str) -> None:
    answer = client_of(cast.chief).get(f"/rounds/{released.pk}/report/checks/?{query}")

    assert answer.status_code in {200, 404}


def test_before_release_only_planners_read_it(cast: Cast, field: Field) -> None:
    found = make_round(cast, field)
    make_visit(cast, field, found)

    assert client_of(cast.chief).get(f"/rounds/{found.pk}/report/").status_code == 200
    for person in (cast.inspector, cast.liaison):
        client = client_of(person)
        assert client.get(f"/rounds/{found.pk}/report/").status_code == 404
        assert client.get(f"/rounds/{found.pk}/report/docx/").status_code == 404
        assert client.get(f"/rounds/{found.pk}/report/checks/").status_code == 404
        assert client.get(f"/api/v1/rounds/{found.pk}/report").status_code == 404


def test_a_town_reads_its_own_part(cast: Cast, field: Field) -> None:
    other = make_unit("别的街道", kind="street")
    far = make_site("远处集贸市场", area=other, site_type=MARKET)
    wide = replace(field, sites=[field.sites[0], far])
    found = make_round(cast, wide)
    make_visit(cast, wide, found)
    make_visit(cast, wide, found, site=far, litter={"faults": 9}, stalls={"ok": False})
    bring_to(cast, found, "released")
    person = make_person("beyond", unit=other, role="liaison")

    client, address = client_of(person), f"/rounds/{found.pk}/report/"
    made = round_report(actor=actor_of(person), round_id=found.pk)
    html = client.get(address).content.decode()
    content, _name = report_file(actor=actor_of(person), round_id=found.pk, base="", kind="docx")
    word = Document(io.BytesIO(content))
    told = "".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)

    assert not made.covers_all
    assert made.report.whole.planned == 1
    assert "名次" not in section(made, "units").labels
    for text in (html, told):
        assert far.name in text
        assert field.sites[0].name not in text
    behind = client.get(f"{address}checks/?site={field.sites[0].pk}")
    assert behind.context["rows"] == []


def test_queries_do_not_grow_with_sites(cast: Cast) -> None:
    def cost(field: Field, name: str) -> int:
        found = make_round(cast, field, name=name)
        for site in field.sites:
            make_visit(cast, field, found, site=site, litter={"faults": 1})
        bring_to(cast, found, "released")
        with CaptureQueriesContext(connection) as captured:
            round_report(actor=actor_of(cast.chief), round_id=found.pk, base="none")
        return len(captured)

    field = make_field(cast, sites=1)
    few = cost(field, "少")
    more = [make_site(f"多{number}", area=cast.lane, site_type=MARKET) for number in range(12)]

    assert cost(replace(field, sites=more), "多") == few <= 12


def test_a_large_report_is_written_by_a_job(cast: Cast, released: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "AT_ONCE", 1)
    client = client_of(cast.chief)

    answer = client.get(f"/rounds/{released.pk}/report/xlsx/")
    run_all_jobs()

    assert answer.status_code == 302
    job = Job.objects.get()
    assert job.state == "done"
    assert client.get(answer["Location"]).status_code == 200


def test_the_same_report_twice_has_the_same_excel(cast: Cast, released: Round) -> None:
    made = [report_file(actor=actor_of(cast.chief), round_id=released.pk, base="", kind="xlsx") for _ in range(2)]

    books = [[[_values(row) for row in sheet.rows] for sheet in read_book(c, name=n).sheets] for c, n in made]
    assert books[0] == books[1]


def test_a_round_without_visits_says_so(cast: Cast, field: Field) -> None:
    found = make_round(cast, field)

    made = round_report(actor=actor_of(cast.chief), round_id=found.pk)

    assert any("还没有实测样本" in line for line in section(made, "summary").lines)
    assert client_of(cast.chief).get(f"/rounds/{found.pk}/report/").status_code == 200


def test_composite_places_stand_in_the_table_of_sites(cast: Cast, field: Field, released: Round) -> None:
    """60 % of 40 and 20 % of 100, the third part missing: 55.00 of what is known; on paper as on screen."""
    numbers = [site.number for site in field.sites]
    weights = (("政府", "60", numbers[0]), ("街道", "20", numbers[1]), ("公厕", "20", numbers[2]))
    parts = [PartGiven(name, Decimal(weight), [number]) for name, weight, number in weights]
    chief = actor_of(cast.chief)
    compose(actor=chief, place_id=new_id(), name="白石镇", starts_on=released.starts_on, parts=parts, is_new=True)

    made = round_report(actor=chief, round_id=released.pk)
    content, _name = report_file(actor=chief, round_id=released.pk, base="", kind="xlsx")
    listed = section(made, "sites")

    scores = {site.number: site.score for site in made.report.sites}
    mean = Decimal((scores[numbers[0]] or 0) * 60 + (scores[numbers[1]] or 0) * 20) / 80
    assert [(row.cells[1].strip("　"), row.cells[-1]) for row in listed.rows[3:]] == [
        ("白石镇", mean.quantize(CENT, ROUND_HALF_UP)),
        ("政府（60%）", scores[numbers[0]]),
        ("街道（20%）", scores[numbers[1]]),
        ("公厕（20%）", None),
    ]
    assert "“白石镇”的公厕没有得分，按其余部分的权重折算。" in listed.lines
    (sheet,) = [sheet for sheet in read_book(content, name="报告.xlsx").sheets if sheet.name == "点位得分"]
    assert float(next(_values(row)[-1] for row in sheet.rows if "白石镇" in _values(row))) == pytest.approx(
        float(mean), abs=0.006
    )
    test_screen_word_excel_and_api_show_the_same(cast, released)


def test_a_composite_place_that_lies_elsewhere_too_is_not_shown(cast: Cast, field: Field) -> None:
    wide, person = wide_field(field)
    found = bring_to(cast, make_round(cast, wide, name="两街检查"), "released")
    parts = [
        PartGiven("本街", Decimal(50), [wide.sites[0].number]),
        PartGiven("外街", Decimal(50), [wide.sites[1].number]),
    ]
    compose(actor=actor_of(cast.chief), place_id=new_id(), name="两街合一", starts_on=today(), parts=parts, is_new=True)

    assert "两街合一" not in str(round_report(actor=actor_of(person), round_id=found.pk).sections)


def wide_field(field: Field) -> tuple[Field, Any]:
    """A site of another street beside one of the field's, and the liaison officer of that street."""
    other = make_unit("别的街道", kind="street")
    far = make_site("远处集贸市场", area=other, site_type=MARKET)
    return replace(field, sites=[field.sites[0], far]), make_person("beyond", unit=other, role="liaison")
