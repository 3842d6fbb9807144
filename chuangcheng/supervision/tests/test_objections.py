"""Units object while a run is open; somebody else decides; what is upheld is counted at once; then it is published."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chuangcheng.cases.models import Case
from chuangcheng.cases.testing import problem_class, unsaved_case
from chuangcheng.core.documents.paper import Paper, Paragraph
from chuangcheng.core.documents.pdf import write_pdf
from chuangcheng.core.errors import InvalidInput, NotPermitted
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import Notice
from chuangcheng.core.times import SHANGHAI
from chuangcheng.orgs.testing import Cast, actor_of, signed_in
from chuangcheng.supervision.models import Merit, Objection, Result, Run
from chuangcheng.supervision.services.appraisals.objecting import (
    DecidedAlready,
    NoTimeToObject,
    ObjectedAlready,
    decide_objection,
    raise_objection,
)
from chuangcheng.supervision.services.appraisals.publishing import ObjectionsWait, TimeForObjections, publish_run
from chuangcheng.supervision.testing import (
    after_objections,
    compute,
    make_board,
    make_formula,
    make_merit,
    make_objection,
    opened,
)

SEPTEMBER = date(2026, 9, 15)


@pytest.fixture
def run(cast: Cast) -> Run:
    """September of the bureaus, open: two late cases and two on time of the sanitation bureau."""
    at = datetime(2026, 9, 1, 9, tzinfo=SHANGHAI)
    due = datetime(2026, 9, 5, 9, tzinfo=SHANGHAI)
    late = datetime(2026, 9, 8, 9, tzinfo=SHANGHAI)
    done = [late, late, at, at]
    Case.objects.bulk_create(
        unsaved_case(
            number,
            cast,
            reported_at=at,
            filed_at=at,
            due_at=due,
            fed_back_at=fixed,
            closed_at=fixed,
            state="closed",
            problem_class=problem_class(),
        )
        for number, fixed in enumerate(done, start=1)
    )
    return opened(cast, compute(cast, make_board(cast), SEPTEMBER))


def _sheet(cast: Cast, run: Run) -> Result:
    return run.results.get(unit=cast.sanitation)


def _late(number: int = 1) -> str:
    return Case.objects.get(number=f"2026-{number:06d}").pk.hex


def _object(cast: Cast, run: Run, **more: Any) -> Objection:
    usual = {"line": 2, "record_id": _late(), "reason": "已按时反馈"}
    return raise_objection(
        actor=actor_of(cast.liaison), objection_id=new_id(), result_id=_sheet(cast, run).pk, **{**usual, **more}
    )


def test_a_unit_objects_from_its_sheet_and_the_office_upholds_it(cast: Cast, run: Run) -> None:
    assert _sheet(cast, run).points == Decimal("75.00")
    sheet = f"/supervision/sheets/{_sheet(cast, run).pk}/"
    unit, office = signed_in(cast.liaison), signed_in(cast.chief)
    assert f"{sheet}object/?line=2&amp;record={_late()}" in unit.get(f"{sheet}?line=2").content.decode()

    form = {"objection_id": str(new_id()), "reason": "当天停电，已报备"}
    answer = unit.post(f"{sheet}object/?line=2&record={_late()}", form)
    found = Objection.objects.get()
    assert answer.status_code == 302
    assert found.number in office.get("/supervision/objections/").content.decode()
    decided = {"verdict": "upheld", "effect": "on_time", "reason": "情况属实"}
    assert office.post(f"/supervision/objections/{found.pk}/", decided).status_code == 302

    after = _sheet(cast, run)
    assert (after.points, after.shown_points) == (Decimal("87.50"), Decimal("75.00"))
    assert "异议认定后已更正" in unit.get(f"{sheet}?line=2").content.decode()
    assert "情况属实" in unit.get(f"/supervision/objections/{found.pk}/").content.decode()
    assert Notice.objects.filter(recipient=cast.liaison, title__contains="已支持").exists()


def test_what_is_refused_changes_nothing(cast: Cast, run: Run) -> None:
    found = _object(cast, run)

    decide_objection(actor=actor_of(cast.chief), objection_id=found.pk, is_upheld=False, reason="没有证据")

    assert _sheet(cast, run).points == Decimal("75.00")
    page = signed_in(cast.liaison).get(f"/supervision/objections/{found.pk}/").content.decode()
    assert "没有证据" in page
    assert "不支持" in page


def test_a_record_that_is_left_out_counts_no_more(cast: Cast, run: Run) -> None:
    found = _object(cast, run)

    decide_objection(
        actor=actor_of(cast.chief), objection_id=found.pk, is_upheld=True, effect="leave_out", reason="重复"
    )

    after = _sheet(cast, run)
    assert (after.good, after.counted, after.workload) == (2, 3, 3)


def test_nobody_decides_twice_nor_an_own_objection(cast: Cast, run: Run) -> None:
    own = make_objection(cast, run, raised_by=cast.chief)
    with pytest.raises(NotPermitted, match="不能由提出人自己认定"):
        decide_objection(actor=actor_of(cast.chief), objection_id=own.pk, is_upheld=False, reason="我说的")
    found = _object(cast, run)
    decide_objection(actor=actor_of(cast.chief), objection_id=found.pk, is_upheld=False, reason="没有证据")
    with pytest.raises(DecidedAlready):
        decide_objection(actor=actor_of(cast.chief), objection_id=found.pk, is_upheld=False, reason="再说")


def test_after_the_deadline_nobody_objects(cast: Cast, run: Run) -> None:
    after_objections(run)

    with pytest.raises(NoTimeToObject):
        _object(cast, run)
    page = signed_in(cast.liaison).get(f"/supervision/sheets/{_sheet(cast, run).pk}/?line=2").content.decode()
    assert "提出异议" not in page


def test_another_unit_does_not_object_and_a_record_of_nobody_is_refused(cast: Cast, run: Run) -> None:
    sheet = f"/supervision/sheets/{_sheet(cast, run).pk}/object/?line=2&record={_late()}"
    assert signed_in(cast.east_liaison).get(sheet).status_code == 404
    assert signed_in(cast.leader).get(sheet).status_code == 403
    strange = f"/supervision/sheets/{_sheet(cast, run).pk}/object/?line=2&record={new_id().hex}"
    assert signed_in(cast.liaison).get(strange).status_code == 422


def test_the_same_objection_twice_is_one_and_the_same_record_waits(cast: Cast, run: Run) -> None:
    pk = new_id()
    for _time in range(2):
        raise_objection(
            actor=actor_of(cast.liaison),
            objection_id=pk,
            result_id=_sheet(cast, run).pk,
            line=2,
            record_id=_late(),
            reason="不对",
        )
    assert Objection.objects.count() == 1
    with pytest.raises(ObjectedAlready):
        _object(cast, run)


def test_it_is_published_after_the_deadline_when_all_is_decided_and_never_changes(cast: Cast, run: Run) -> None:
    office = actor_of(cast.chief)
    found = _object(cast, run)
    with pytest.raises(TimeForObjections):
        publish_run(actor=office, run_id=run.pk)
    after_objections(run)
    with pytest.raises(ObjectionsWait):
        publish_run(actor=office, run_id=run.pk)
    decide_objection(actor=office, objection_id=found.pk, is_upheld=False, reason="没有证据")

    answer = signed_in(cast.chief).post(f"/supervision/boards/{run.pk}/publish/", follow=True)

    assert "已发布，这一期不再改变" in answer.content.decode()
    Case.objects.all().update(fed_back_at=datetime(2026, 9, 2, tzinfo=SHANGHAI))
    assert _sheet(cast, run).points == Decimal("75.00")
    line = signed_in(cast.liaison).get(f"/api/v1/appraisal-sheets/{_sheet(cast, run).pk}").json()["lines"][1]
    assert (line["good"], line["of"]) == (2, 4)


def test_praise_and_faults_count_in_the_period_of_their_day_until_withdrawn(cast: Cast) -> None:
    board = make_board(cast, formula=make_formula(cast, "street_to_community"))
    make_merit(cast, kind="city_praise")
    make_merit(cast, kind="city_praise", on=date(2026, 8, 31))
    assert _sheet(cast, compute(cast, board, SEPTEMBER)).points == Decimal("105.00")
    office = signed_in(cast.chief)
    listed = Merit.objects.get(on=date(2026, 9, 10))

    assert office.post(f"/supervision/merits/{listed.pk}/withdraw/", {"reason": "登记错了"}).status_code == 302

    assert _sheet(cast, compute(cast, board, SEPTEMBER)).points == Decimal("100.00")
    assert "登记错了" in office.get("/supervision/merits/").content.decode()


def test_the_office_enters_a_fault_from_the_page(cast: Cast) -> None:
    form = {
        "merit_id": str(new_id()),
        "unit": str(cast.sanitation.pk),
        "kind": "fraud",
        "on": "2026-09-10",
        "source": "督查通报〔2026〕5号",
        "reason": "照片造假",
    }
    office = signed_in(cast.chief)
    assert office.get("/supervision/merits/new/").status_code == 200

    assert office.post("/supervision/merits/new/", form).status_code == 302
    assert office.post("/supervision/merits/new/", {**form, "merit_id": str(new_id()), "reason": ""}).status_code == 422

    assert "照片造假" in office.get("/supervision/merits/").content.decode()


def test_objections_over_the_api(cast: Cast, run: Run) -> None:
    unit, office = signed_in(cast.liaison), signed_in(cast.chief)
    asked = {"line": 2, "record_id": _late(), "reason": "已按时反馈"}
    made = unit.post(
        f"/api/v1/appraisal-sheets/{_sheet(cast, run).pk}/objections", asked, content_type="application/json"
    ).json()
    decision = {"is_upheld": True, "effect": "on_time", "reason": "属实"}

    answer = office.post(
        f"/api/v1/appraisal-objections/{made['id']}/decision", decision, content_type="application/json"
    )

    assert answer.json()["is_upheld"] is True
    assert _sheet(cast, run).points == Decimal("87.50")


@pytest.fixture
def praised(cast: Cast) -> Run:
    """September by a formula with praise, open; that of the sanitation bureau was left out."""
    return opened(cast, compute(cast, make_board(cast, formula=make_formula(cast, "street_to_community")), SEPTEMBER))


def _bonus_line(run: Run) -> int:
    return 1 + next(number for number, line in enumerate(run.formula["lines"]) if line["kind"] == "bonus")


def test_praise_that_was_left_out_is_claimed_from_the_sheet_and_counted_at_once(cast: Cast, praised: Run) -> None:
    unit, office = signed_in(cast.liaison), signed_in(cast.chief)
    before = _sheet(cast, praised)
    line = _bonus_line(praised)
    claim = f"/supervision/sheets/{before.pk}/object/?line={line}&missing=1"
    assert claim.replace("&", "&amp;") in unit.get(f"/supervision/sheets/{before.pk}/").content.decode()
    form = {"objection_id": str(new_id()), "missing": "city_praise", "reason": "市里九月通报表扬"}
    assert unit.post(claim, {**form, "missing": "fraud"}).status_code == 422
    assert unit.post(claim, {**form, "missing": ""}).status_code == 422
    assert unit.post(claim, form).status_code == 302
    found = Objection.objects.get()
    page = office.get(f"/supervision/objections/{found.pk}/").content.decode()
    assert "漏记：市级表扬" in page
    assert "补计这一项" in page
    assert "不计返工" not in page

    decided = {"verdict": "upheld", "effect": "add", "reason": "通报属实"}
    assert office.post(f"/supervision/objections/{found.pk}/", decided).status_code == 302

    assert _sheet(cast, praised).points == before.points + 5
    merit = Merit.objects.get()
    assert (merit.unit_id, merit.kind, merit.on) == (cast.sanitation.pk, "city_praise", date(2026, 9, 30))
    assert "漏记：市级表扬" in unit.get(f"/supervision/sheets/{before.pk}/?line={line}").content.decode()


def test_the_same_praise_waits_for_its_decision_and_may_be_claimed_again(cast: Cast, praised: Run) -> None:
    office, sheet, line = actor_of(cast.chief), _sheet(cast, praised), _bonus_line(praised)

    def claim() -> Objection:
        claimed: dict[str, Any] = {"line": line, "missing": "city_praise", "reason": "市里表扬"}
        unit = actor_of(cast.liaison)
        return raise_objection(actor=unit, objection_id=new_id(), result_id=sheet.pk, **claimed)

    first = claim()
    with pytest.raises(ObjectedAlready):
        claim()
    decide_objection(actor=office, objection_id=first.pk, is_upheld=True, effect="add", reason="属实")
    decide_objection(actor=office, objection_id=claim().pk, is_upheld=False, reason="同一件")

    assert Merit.objects.count() == 1
    assert _sheet(cast, praised).points == sheet.points + 5


def test_a_line_that_gives_no_points_for_it_refuses_praise(cast: Cast, run: Run) -> None:
    with pytest.raises(InvalidInput, match="不计这类加分事项"):
        _object(cast, run, line=1, record_id="", missing="praise")
    with pytest.raises(InvalidInput, match="哪一类"):
        _object(cast, run, line=1, record_id="", missing="fraud")


def test_proof_is_sent_by_the_api_until_it_is_decided(cast: Cast, run: Run) -> None:
    found = _object(cast, run)
    files = f"/api/v1/appraisal-objections/{found.pk}/files"
    unit = signed_in(cast.liaison)

    def proof(text: str = "证明") -> dict[str, SimpleUploadedFile]:
        content = write_pdf(Paper(title=text, blocks=[Paragraph(text)]))
        return {"files": SimpleUploadedFile("证明.pdf", content, "application/pdf")}

    assert [each["name"] for each in unit.post(files, proof()).json()] == ["证明.pdf"]
    assert len(unit.post(files, proof("又一")).json()) == 2
    assert unit.post(files, {"files": SimpleUploadedFile("证明.exe", b"MZ")}).status_code == 422
    assert unit.post(files).status_code == 422
    assert signed_in(cast.west_liaison).post(files, proof()).status_code in {403, 404}

    decide_objection(actor=actor_of(cast.chief), objection_id=found.pk, is_upheld=False, reason="没有证据")

    assert unit.post(files, proof("再一")).status_code == 409
    assert found.files.count() == 2
