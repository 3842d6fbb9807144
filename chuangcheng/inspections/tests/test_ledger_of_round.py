"""A third party's ledger of a hidden round: its problems are held until the release, then go their way with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chuangcheng.cases import services as cases
from chuangcheng.cases.models import Case
from chuangcheng.cases.queries.notices import cases_of_notice, notices
from chuangcheng.cases.services import Step
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.errors import InvalidInput, NotFound, Refusal
from chuangcheng.core.ids import new_id
from chuangcheng.core.imports.commands import import_file
from chuangcheng.core.imports.kinds import kind_for
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.run import run_import
from chuangcheng.core.models import StagedImport
from chuangcheng.core.sheets import read_book
from chuangcheng.core.times import today
from chuangcheng.inspections import services
from chuangcheng.inspections.models import Round
from chuangcheng.inspections.reporting.making import round_report
from chuangcheng.inspections.testing import Field, bring_to, make_field, make_round
from chuangcheng.orgs.testing import Cast, actor_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HEADER = "序号,发现时间,检查类型,点位,问题描述,责任单位,整改时限,整改情况,所属街道,问题类别"
ROWS = (
    "1,2026-03-14 11:09,暗访,集贸市场,摊点占道七处,区城管局,3天,,东关街道,暴露垃圾",
    "2,2026-03-14 11:30,暗访,火车站,垃圾桶满溢未清,区城管局,24小时,已整改,东关街道,暴露垃圾",
)


@pytest.fixture
def field(cast: Cast) -> Field:
    return make_field(cast)


@pytest.fixture
def hidden(cast: Cast, field: Field) -> Round:
    found = make_round(cast, field, kind="mystery", asks_review=False)
    assert found.is_hidden
    return found


def content(*rows: str) -> bytes:
    return "\n".join((HEADER, *rows)).encode("gb18030")


def take(found: Round, *rows: str, actor: Any = SYSTEM) -> Report:
    book = read_book(content(*(rows or ROWS)), name="台账.csv")
    return run_import(kind_for("cases"), book, actor=actor, target=found.number)


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def released(cast: Cast, found: Round) -> None:
    bring_to(cast, found, "finished")
    services.release_round(actor=actor_of(cast.chief), round_id=found.pk, reason="暗访结束。")


@pytest.mark.django_db
def test_rows_are_held_and_seen_by_nobody_outside_the_team(cast: Cast, hidden: Round) -> None:
    report = take(hidden)
    assert report.created == 2
    for case in Case.objects.all():
        assert (case.state, case.is_held, case.source_group) == ("filed", True, str(hidden.pk))
        assert (case.lead_unit, case.due_at, case.clock_started_at) == (None, None, None)
    assert len([each for each in report.problems if "一律为待派遣" in each.reason]) == 1
    case = Case.objects.earliest("number")
    for person in (cast.liaison, cast.east_liaison, cast.leader, cast.inspector):
        client = client_of(person)
        assert client.get(f"/cases/{case.pk}/").status_code == 404
        for address in ("/cases/", "/search/?q=摊点占道", "/api/v1/cases", "/api/v1/cases/points", "/cases/desk/"):
            page = client.get(address).content.decode()
            assert "摊点占道七处" not in page
            assert case.number not in page
    assert "摊点占道七处" in client_of(cast.chief).get("/cases/").content.decode()


@pytest.mark.django_db
def test_no_clock_starts_before_the_release_and_both_ways_are_open_after_it(cast: Cast, hidden: Round) -> None:
    take(hidden)
    one, other = Case.objects.order_by("number")
    chief, term = actor_of(cast.chief), cases_term()
    with pytest.raises(Refusal):
        cases.dispatch_case(actor=chief, step=Step(one.pk), lead_unit_id=cast.sanitation.pk, term=term)
    released(cast, hidden)
    assert not Case.objects.filter(is_held=True).exists()
    cases.dispatch_case(actor=chief, step=Step(one.pk), lead_unit_id=cast.sanitation.pk, term=term)
    cases.claim_case(actor=actor_of(cast.east_liaison), step=Step(other.pk), lead_unit_id=cast.east.pk)
    assert set(Case.objects.values_list("state", flat=True)) == {"fixing"}
    assert "摊点占道七处" in client_of(cast.leader).get("/search/?q=摊点占道").content.decode()


@pytest.mark.django_db
def test_same_rows_again_change_nothing_while_held(cast: Cast, hidden: Round) -> None:
    take(hidden)
    assert (take(hidden).created, Case.objects.count()) == (0, 2)
    changed = ROWS[0].replace("3天,,", "3天,已整改,")
    without = run_import(kind_for("cases"), read_book(content(changed), name="台账.csv"), actor=SYSTEM)
    assert (without.created, without.updated) == (0, 0)
    assert set(Case.objects.values_list("state", "is_held")) == {("filed", True)}


@pytest.mark.django_db
def test_round_that_is_open_released_or_not_there_takes_no_ledger(cast: Cast, field: Field, hidden: Round) -> None:
    weekly = make_round(cast, field, name="周检查二")
    with pytest.raises(NotFound, match="未发布"):
        take(weekly)
    released(cast, hidden)
    with pytest.raises(NotFound, match="未发布"):
        take(hidden)
    with pytest.raises(InvalidInput, match="不能归入检查轮次"):
        kind_for("sites").target_for(SYSTEM, hidden.number)
    assert not Case.objects.exists()


@pytest.mark.django_db
def test_command_takes_the_number_of_the_round(cast: Cast, hidden: Round, tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    path.write_bytes(content(*ROWS))
    given: Any = {"dry_run": False, "strict": False, "as_json": True}
    assert import_file("cases", path, target="nothing", **given) == 1
    assert import_file("cases", path, target=hidden.number, **given) == 0
    assert Case.objects.filter(is_held=True).count() == 2


@pytest.mark.django_db
def test_screen_takes_the_number_of_the_round_and_keeps_it_to_the_commit(cast: Cast, hidden: Round) -> None:
    client = client_of(cast.chief)
    assert "归入检查轮次" in client.get("/imports/start/cases/").content.decode()
    assert "归入检查轮次" not in client.get("/imports/start/sites/").content.decode()
    wrong = client.post("/imports/start/cases/", upload(target="没有"))
    assert (wrong.status_code, "没有找到编号" in wrong.content.decode()) == (422, True)
    assert client.post("/imports/start/cases/", upload(target=hidden.number)).status_code == 302
    staged_import = StagedImport.objects.get()
    assert staged_import.target == hidden.number
    answer = client.put(
        f"/api/v1/imports/{staged_import.pk}/columns", staged_import.mapping, content_type="application/json"
    )
    assert answer.status_code == 200
    assert Case.objects.count() == 0
    done = client.post(f"/api/v1/imports/{staged_import.pk}/commit", {"strict": False}, content_type="application/json")
    assert done.json()["state"] == "done"
    assert Case.objects.filter(is_held=True).count() == 2


@pytest.mark.django_db
def test_api_takes_the_number_of_the_round(cast: Cast, hidden: Round) -> None:
    client = client_of(cast.chief)
    refused = client.post("/api/v1/imports", {"file": file(), "kind": "cases", "target": "没有"})
    assert refused.status_code == 404
    taken = client.post("/api/v1/imports", {"file": file(), "kind": "cases", "target": hidden.number})
    assert taken.status_code == 200


@pytest.mark.django_db
def test_release_asks_no_more_for_more_cases(cast: Cast, hidden: Round) -> None:
    rows = [f"{n},2026-03-14 11:09,暗访,某处{n},问题{n}号,区城管局,3天,,东关街道,暴露垃圾" for n in range(1, 61)]
    take(hidden, *rows)
    bring_to(cast, hidden, "finished")
    with CaptureQueriesContext(connection) as asked:
        services.release_round(actor=actor_of(cast.chief), round_id=hidden.pk, reason="暗访结束。")
    assert len(asked) < 60
    assert not Case.objects.filter(is_held=True).exists()


@pytest.mark.django_db(transaction=True)
def test_ledger_that_comes_while_the_round_is_released_is_held_by_nobody(cast: Cast, hidden: Round) -> None:
    bring_to(cast, hidden, "finished")
    chief = actor_of(cast.chief)
    start = Barrier(2)

    def run(deed: Callable[[], object]) -> None:
        start.wait()
        try:
            deed()
        except NotFound:
            pass  # the release came first
        finally:
            connection.close()

    deeds: list[Callable[[], object]] = [
        lambda: take(hidden),
        lambda: services.release_round(actor=chief, round_id=hidden.pk, reason="暗访结束。"),
    ]
    threads = [Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Round.objects.get().state == Round.State.RELEASED
    assert Case.objects.filter(is_held=True).count() == 0


def cases_term() -> Any:
    return today() + timedelta(days=5)


def file() -> SimpleUploadedFile:
    return SimpleUploadedFile("台账.csv", content(*ROWS))


def upload(*, target: str) -> dict[str, Any]:
    return {"file": file(), "import_id": str(new_id()), "target": target}


@pytest.mark.django_db
def test_problems_of_the_ledger_are_in_the_notices_and_the_report_and_in_no_rate(cast: Cast, hidden: Round) -> None:
    chief = actor_of(cast.chief)
    before = round_report(actor=chief, round_id=hidden.pk)
    take(hidden)
    assert [section.key for section in round_report(actor=chief, round_id=hidden.pk).sections].count("ledger") == 1
    released(cast, hidden)
    for case in Case.objects.order_by("number"):
        cases.dispatch_case(actor=chief, step=Step(case.pk), lead_unit_id=cast.sanitation.pk, term=cases_term())

    office = client_of(cast.chief)
    address = f"/cases/notices/issue/?from=inspections.round&id={hidden.pk}"
    assert cast.sanitation.name in office.get(address).content.decode()
    office.post(address, {"batch_id": str(new_id()), "requirement": "请整改。", "reply_by": ""})
    notice = notices(actor=chief, source_id=str(hidden.pk)).get()
    assert [(case.description, case.due_at is not None) for case in cases_of_notice(notice=notice)] == [
        ("摊点占道七处", True),
        ("垃圾桶满溢未清", True),
    ]

    made = round_report(actor=chief, round_id=hidden.pk)
    section = next(each for each in made.sections if each.key == "ledger")
    assert [row.cells[3] for row in section.rows] == ["摊点占道七处", "垃圾桶满溢未清"]
    assert [row.cells[5] for row in section.rows] == [f"{cases_term()}"] * 2
    assert made.report.whole.counts == before.report.whole.counts
    assert (made.report.problems, made.report.standards) == (before.report.problems, before.report.standards)
    shown = office.get(f"/rounds/{hidden.pk}/report/").content.decode()
    assert "另有台账列入的问题2个，没有对应的实测样本，不计入合格率和得分。" in shown
    assert "共2个，主要是暴露垃圾（2）。台账没有对应的实测样本，不计入合格率和得分。" in shown
    assert f"/cases/{Case.objects.earliest('number').pk}/" in shown
    for kind in ("docx", "xlsx"):
        assert office.get(f"/rounds/{hidden.pk}/report/{kind}/").status_code == 200
    assert "ledger" not in [
        each.key for each in round_report(actor=actor_of(cast.west_liaison), round_id=hidden.pk).sections
    ]
