"""A month is computed from the records, shown, recounted and published."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from chuangcheng.cases.models import Case
from chuangcheng.cases.testing import make_month_of_tianmen, problem_class, unsaved_case
from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import run_all_jobs
from chuangcheng.core.times import SHANGHAI
from chuangcheng.orgs.testing import Cast, actor_of, make_unit, signed_in
from chuangcheng.supervision.models import Board, FormulaVersion, KeptFacts, Run
from chuangcheng.supervision.services.appraisals.computing import NotToCompute
from chuangcheng.supervision.services.appraisals.formulas import save_formula
from chuangcheng.supervision.services.appraisals.publishing import open_to_objections
from chuangcheng.supervision.testing import LONG_AGO, compute, make_board, make_formula
from chuangcheng.supervision.views.appraisals import boards

SEPTEMBER = date(2026, 9, 15)


@pytest.fixture
def board(cast: Cast) -> Board:
    """The board of bureaus by the plain rates."""
    return make_board(cast, red=1, black=1)


def _case(cast: Cast, number: int, unit: object, **columns: object) -> Case:
    at = datetime(2026, 9, 1 + number % 20, 9, tzinfo=SHANGHAI)
    due = at + timedelta(days=3)
    usual = {
        "reported_at": at,
        "filed_at": at,
        "due_at": due,
        "fed_back_at": due - timedelta(hours=5),
        "closed_at": due + timedelta(days=30),
        "state": "closed",
        "lead_unit": unit,
        "problem_class": problem_class(),
    }
    return unsaved_case(number, cast, **{**usual, **columns})


def test_the_published_rates_of_tianmen_come_out_of_the_records(cast: Cast) -> None:
    make_month_of_tianmen(cast)
    whole = make_board(cast, name="全区", kinds=["place"])
    run = compute(cast, whole, SEPTEMBER)

    row = run.results.get()

    assert [line["good"] for line in row.lines] == [911, 737]
    assert (row.counted, round(100 * 911 / row.lines[0]["of"], 2), round(100 * row.good / row.counted, 2)) == (
        972,
        93.72,
        75.82,
    )


def test_a_unit_that_fed_back_in_time_is_on_time_however_long_verifying_took(cast: Cast, board: Board) -> None:
    Case.objects.bulk_create([_case(cast, 1, cast.sanitation)])

    row = compute(cast, board, SEPTEMBER).results.get(unit=cast.sanitation)

    assert (row.good, row.counted, row.points) == (1, 1, Decimal("100.00"))


def test_what_is_suspended_held_or_waits_for_verification_counts_neither_way(cast: Cast, board: Board) -> None:
    Case.objects.bulk_create(
        [
            _case(cast, 1, cast.sanitation),
            _case(cast, 2, cast.sanitation, state="suspended", fed_back_at=None, closed_at=None),
            _case(cast, 3, cast.sanitation, is_held=True),
            _case(cast, 4, cast.sanitation, state="fed_back", closed_at=None),
            _case(cast, 5, cast.sanitation, state="void"),
        ]
    )

    row = compute(cast, board, SEPTEMBER).results.get(unit=cast.sanitation)

    assert (row.counted, row.workload) == (1, 3)


def test_units_below_count_for_the_one_above_and_stand_on_their_own_board(cast: Cast, board: Board) -> None:
    Case.objects.bulk_create([_case(cast, 1, cast.lane), _case(cast, 2, cast.east)])
    streets = make_board(cast, name="街道榜", kinds=["street"], formula=board.versions.get().formula)
    lanes = make_board(cast, name="社区榜", kinds=["community"], formula=board.versions.get().formula)

    assert compute(cast, streets, SEPTEMBER).results.get(unit=cast.east).counted == 2
    assert compute(cast, lanes, SEPTEMBER).results.get(unit=cast.lane).counted == 1


def test_ties_share_a_place_and_a_unit_with_nothing_has_none(cast: Cast, board: Board) -> None:
    second = make_unit("区住建局", parent=cast.place)
    third = make_unit("区交通局", parent=cast.place)
    make_unit("区教育局", parent=cast.place)
    late = {
        "fed_back_at": datetime(2026, 9, 29, tzinfo=SHANGHAI),
        "closed_at": datetime(2026, 9, 29, 9, tzinfo=SHANGHAI),
    }
    Case.objects.bulk_create([_case(cast, 1, cast.sanitation), _case(cast, 2, second), _case(cast, 3, third, **late)])

    run = compute(cast, board, SEPTEMBER)

    assert [(row.name, row.place, row.listed) for row in run.results.all()] == [
        ("区城管局", 1, "red"),
        ("区住建局", 1, "red"),
        ("区交通局", 3, "black"),
        ("区教育局", None, ""),
    ]
    page = signed_in(cast.chief).get(f"/supervision/boards/{run.pk}/").content.decode()
    assert "不参加排名：本期没有应结案的问题" in page


def test_the_office_computes_a_month_from_the_page_and_twice_is_the_same_run(cast: Cast, board: Board) -> None:
    Case.objects.bulk_create([_case(cast, 1, cast.sanitation)])
    office = signed_in(cast.chief)
    form = {"period": "month", "day": "2026-09-10", "boards": [str(board.pk)]}

    for _time in range(2):
        answer = office.post("/supervision/boards/compute/", form)
        assert answer.status_code == 302
        run_all_jobs()

    run = Run.objects.get()
    assert (run.first, run.last, run.state, run.unit_count) == (date(2026, 9, 1), date(2026, 9, 30), "preview", 1)
    assert KeptFacts.objects.count() == 1


def test_a_period_that_has_not_begun_is_refused_in_a_sentence(cast: Cast, board: Board) -> None:
    form = {"period": "year", "day": "2090-01-01", "boards": [str(board.pk)]}

    answer = signed_in(cast.chief).post("/supervision/boards/compute/", form)

    assert answer.status_code == 422
    assert "还没有开始" in answer.content.decode()


def test_a_board_without_a_formula_in_force_is_not_computed(cast: Cast) -> None:
    board = make_board(cast, formula=make_formula(cast, valid_from=date(2026, 10, 1)))
    form = {"period": "month", "day": "2026-09-01", "boards": [str(board.pk)]}

    answer = signed_in(cast.chief).post("/supervision/boards/compute/", form)

    assert "还没有生效" in answer.content.decode()


def test_every_figure_opens_to_its_cases(cast: Cast, board: Board) -> None:
    Case.objects.bulk_create([_case(cast, number, cast.sanitation) for number in range(1, 4)])
    run = compute(cast, board, SEPTEMBER)
    sheet = run.results.get(unit=cast.sanitation)

    page = signed_in(cast.chief).get(f"/supervision/sheets/{sheet.pk}/?line=2").content.decode()

    for case in Case.objects.all():
        assert f"/cases/{case.pk}/" in page
        assert case.number in page


def test_workload_and_rate_open_to_their_cases_though_no_line_counts_them(cast: Cast) -> None:
    cases = [_case(cast, 1, cast.sanitation), _case(cast, 2, cast.sanitation, fed_back_at=None, closed_at=None)]
    cases[1].state = "fixing"
    Case.objects.bulk_create(cases)
    run = compute(cast, make_board(cast, formula=make_formula(cast, "street_to_community")), SEPTEMBER)
    address = f"/supervision/sheets/{run.results.get(unit=cast.sanitation).pk}/"
    client = signed_in(cast.chief)
    assert "?line=work#records" in client.get(address).content.decode()
    for opened in ("work", "rate"):
        page = client.get(f"{address}?line={opened}").content.decode()
        assert [f"/cases/{each.pk}/" in page for each in cases] == [True, True]
        assert "object/?line=0" not in page
    assert client.get(f"{address}?line=99").status_code == client.get(f"{address}?line=x").status_code == 200


def test_before_it_is_opened_only_the_office_sees_a_run(cast: Cast, board: Board) -> None:
    run = compute(cast, board, SEPTEMBER)
    sheet = run.results.get(unit=cast.sanitation)
    for person in (cast.liaison, cast.leader):
        assert signed_in(person).get(f"/supervision/boards/{run.pk}/").status_code == 404
        assert signed_in(person).get(f"/supervision/sheets/{sheet.pk}/").status_code == 404

    open_to_objections(actor=actor_of(cast.chief), run_id=run.pk)

    assert signed_in(cast.liaison).get(f"/supervision/sheets/{sheet.pk}/").status_code == 200
    assert signed_in(cast.east_liaison).get(f"/supervision/boards/{run.pk}/").status_code == 200
    assert signed_in(cast.east_liaison).get(f"/supervision/sheets/{sheet.pk}/").status_code == 404


def test_a_board_that_is_not_shown_to_all_shows_a_unit_its_own_row_alone(cast: Cast) -> None:
    other = make_unit("区住建局", parent=cast.place)
    run = compute(cast, make_board(cast, is_shown_to_all=False), SEPTEMBER)
    open_to_objections(actor=actor_of(cast.chief), run_id=run.pk)

    page = signed_in(cast.liaison).get(f"/supervision/boards/{run.pk}/").content.decode()

    assert "区城管局" in page
    assert other.name not in page
    assert signed_in(cast.east_liaison).get(f"/supervision/boards/{run.pk}/").status_code == 404
    assert other.name in signed_in(cast.leader).get(f"/supervision/boards/{run.pk}/").content.decode()


def test_a_unit_opens_its_own_sheet_and_is_offered_no_other(cast: Cast, board: Board) -> None:
    other = make_unit("区住建局", parent=cast.place)
    run = compute(cast, board, SEPTEMBER)
    open_to_objections(actor=actor_of(cast.chief), run_id=run.pk)
    own, foreign = (f"/supervision/sheets/{run.results.get(unit=unit).pk}/" for unit in (cast.sanitation, other))
    page = signed_in(cast.liaison).get(f"/supervision/boards/{run.pk}/").content.decode()
    assert (other.name in page, own in page, foreign in page) == (True, True, False)
    assert "看我的考核单" in page
    assert foreign in signed_in(cast.leader).get(f"/supervision/boards/{run.pk}/").content.decode()


def test_what_was_opened_is_not_computed_again(cast: Cast, board: Board) -> None:
    run = compute(cast, board, SEPTEMBER)
    open_to_objections(actor=actor_of(cast.chief), run_id=run.pk)

    with pytest.raises(NotToCompute):
        compute(cast, board, SEPTEMBER)


def test_a_new_version_of_the_formula_leaves_past_periods_as_they_were(cast: Cast, board: Board) -> None:
    Case.objects.bulk_create([_case(cast, 1, cast.sanitation)])
    run = compute(cast, board, SEPTEMBER)
    former = FormulaVersion.objects.get()
    body = {**former.body, "valid_from": "2026-10-01", "start": "50"}
    save_formula(
        actor=actor_of(cast.chief), formula_id=former.formula_id, version_id=new_id(), body=body, reason="改了"
    )

    again = compute(cast, board, SEPTEMBER)

    assert again.pk == run.pk
    assert again.results.get(unit=cast.sanitation).points == Decimal("100.00")
    assert compute(cast, board, date(2026, 10, 5)).results.get(unit=cast.sanitation).points == Decimal("150.00")


def test_a_board_costs_the_same_statements_however_many_units(cast: Cast, board: Board) -> None:
    counts = []
    for wanted in (3, 40):
        for number in range(wanted):
            make_unit(f"单位{wanted}-{number}", parent=cast.place)
        run = compute(cast, board, SEPTEMBER)
        office = signed_in(cast.chief)
        office.get("/supervision/boards/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert office.get(f"/supervision/boards/{run.pk}/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15


def test_a_long_board_is_read_by_pages_and_printed_whole(
    cast: Cast, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boards, "ROWS_PAGE", 3)
    for number in range(4):
        make_unit(f"单位{number}", parent=cast.place)
    run, office = compute(cast, board, SEPTEMBER), signed_in(cast.chief)
    address = f"/supervision/boards/{run.pk}/"

    first, second = (office.get(address, {"page": page}).context["rows"] for page in (1, 2))
    whole = office.get(address, {"all": 1}).context["rows"]

    assert len(first) == 3
    assert [row.result.pk for row, *_ in [*first, *second]] == [row.result.pk for row, *_ in whole]
    assert len(whole) == run.unit_count == 5


def test_the_workbook_has_a_row_for_each_unit_and_a_column_for_each_line(cast: Cast, board: Board) -> None:
    Case.objects.bulk_create([_case(cast, 1, cast.sanitation)])
    run = compute(cast, board, SEPTEMBER)

    answer = signed_in(cast.chief).get(f"/supervision/boards/{run.pk}/board.xlsx")
    api = signed_in(cast.chief).get(f"/api/v1/appraisals/{run.pk}/board.xlsx")

    rows = list(load_workbook(io.BytesIO(b"".join(answer))).active.values)
    assert rows[0][0] == "部门榜2026年9月考核"
    assert rows[1][:6] == ("名次", "单位", "得分", "结案率", "按期结案率", "封顶或保底")
    assert rows[2][:5] == (1, "区城管局", 100, 50, 50)
    assert api.status_code == 200


def test_the_api_gives_the_board_and_its_sheet(cast: Cast, board: Board) -> None:
    Case.objects.bulk_create([_case(cast, 1, cast.sanitation)])
    office = signed_in(cast.chief)
    asked = {"period": "month", "day": "2026-09-10", "board_ids": [str(board.pk)]}
    assert office.post("/api/v1/appraisals", asked, content_type="application/json").status_code == 202
    run_all_jobs()

    run = office.get("/api/v1/appraisals").json()[0]
    detail = office.get(f"/api/v1/appraisals/{run['id']}").json()
    sheet = office.get(f"/api/v1/appraisal-sheets/{detail['rows'][0]['id']}").json()

    assert detail["rows"][0]["points"] == "100.00"
    assert [line["good"] for line in sheet["lines"]] == [1, 1]
    assert UUID(sheet["lines"][0]["records"][0]["id"]) == Case.objects.get().pk


def test_a_formula_that_cannot_be_used_is_refused_with_the_line_named(cast: Cast) -> None:
    body = {
        "name": "办法",
        "valid_from": "2026-01-01",
        "lines": [{"kind": "deduct", "name": "扣", "what": "finding", "points": {"city": "-1"}}],
    }

    answer = signed_in(cast.chief).post(
        "/api/v1/appraisal-formulas", {"body": body, "reason": "依据"}, content_type="application/json"
    )

    assert answer.status_code == 422
    assert "第1项：分值（上级（市级）检查）超出了允许的范围" in answer.json()["detail"]


def test_a_ready_made_formula_is_taken_over_with_its_source_from_the_page(cast: Cast) -> None:
    office = signed_in(cast.chief)
    form = {
        "formula_id": str(new_id()),
        "version_id": str(new_id()),
        "code": "jinhua",
        "valid_from": "2026-01-01",
        "reason": "创文办〔2026〕2号",
    }

    answer = office.post("/supervision/formulas/take/jinhua/", form, follow=True)

    page = answer.content.decode()
    assert "金华数字城管" in page
    assert "每低1个百分点扣1分，不足1个百分点的按比例扣" in page
    assert office.get("/supervision/formulas/").status_code == 200


def test_a_board_is_set_up_from_the_page_and_its_versions_are_kept(cast: Cast) -> None:
    formula = make_formula(cast)
    office = signed_in(cast.chief)
    form = {
        "board_id": str(new_id()),
        "version_id": str(new_id()),
        "name": "街道榜",
        "valid_from": LONG_AGO.isoformat(),
        "formula": str(formula.pk),
        "whom": "units",
        "kinds": ["street"],
        "minimum": "3",
        "rate": "closed",
        "red": "2",
        "black": "1",
        "objection_days": "5",
        "is_shown_to_all": "on",
        "reason": "创文办〔2026〕3号",
    }
    assert office.post("/supervision/boards/settings/new/", form).status_code == 302
    board = Board.objects.get()
    again = {**form, "version_id": str(new_id()), "valid_from": "2026-10-01", "minimum": "5"}
    assert office.post(f"/supervision/boards/settings/{board.pk}/", again).status_code == 302

    assert [version.minimum for version in board.versions.all()] == [5, 3]
    assert "街道榜" in office.get("/supervision/boards/settings/").content.decode()
