"""A visit rehearsed: drawn as it draws, scored by its own round, set beside what we say of ourselves."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from chuangcheng.command.access import mock_for
from chuangcheng.command.mock_papers import mock_paper, mock_workbook
from chuangcheng.command.models import AssessorVisit, MockAssessment, MockResult
from chuangcheng.command.queries.mocks import MockReport, mock_rows, report_of
from chuangcheng.command.services import cancel_visit, rehearse_visit
from chuangcheng.command.testing import make_assessor_visit, make_creation
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted, Refusal
from chuangcheng.core.files import PHOTOS, store
from chuangcheng.core.ids import new_id
from chuangcheng.core.sheets import read_book
from chuangcheng.core.testing import deliver_events, photo
from chuangcheng.core.times import today
from chuangcheng.inspections import services as inspections
from chuangcheng.inspections.queries import Design, Terms
from chuangcheng.inspections.testing import Field, bring_to, make_field, make_round, make_visit
from chuangcheng.orgs.testing import Cast, actor_of, grant, make_person
from chuangcheng.scoring.services import HitGiven, Told, move_hit, record_hit, record_proof
from chuangcheng.standards.models import Part

pytestmark = pytest.mark.django_db
FORM = re.compile(r"csrf[^>]+|nonce=[^ >]+|known=[^\"&<]+|X-CSRFToken[^}]*|request_id[^ ]*")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FIELD, PAPER = "实地考察", "网上申报"
ONE = Terms(Design(size=1), not_in_open_rounds=False)


@pytest.fixture
def field(cast: Cast) -> Field:
    """Three standards of 5 points: two seen in the field, one to 60 % there and to 40 % on paper."""
    made = make_field(cast, sites=4)
    for code in ("1.1", "1.2"):
        Part.objects.create(standard=made.standards[code], method=FIELD, share=1, rule="pass_rate", order=0)
    last = made.standards["2.1"]
    Part.objects.create(standard=last, method=FIELD, share=Decimal("0.6"), rule="pass_rate", order=0)
    Part.objects.create(standard=last, method=PAPER, share=Decimal("0.4"), rule="proof", order=1)
    return made


@pytest.fixture
def visit(cast: Cast, field: Field) -> AssessorVisit:
    """A visit that draws one site."""
    return make_assessor_visit(cast, make_creation(cast, framework_code=field.framework.code), sample=ONE)


def rehearsed(cast: Cast, visit: AssessorVisit, *, seed: str = "S", key: Any = None) -> MockAssessment:
    return rehearse_visit(
        actor=actor_of(cast.chief),
        visit_id=visit.pk,
        mock_id=key or new_id(),
        starts_on=today(),
        ends_on=today() + timedelta(days=6),
        seed=seed,
    )


def visited(cast: Cast, field: Field, mock: MockAssessment, state: str = "released", **found: Any) -> MockAssessment:
    """The rehearsal carried out at its site, and brought to a state."""
    ids = [row.site_id for row in mock.round.assignments.all()]
    inspections.assign_inspector(
        actor=actor_of(cast.chief), round_id=mock.round_id, site_ids=ids, inspector_id=cast.inspector.pk
    )
    running = bring_to(cast, mock.round, "running")
    make_visit(cast, field, running, site=mock.round.assignments.get().site, **found)
    bring_to(cast, running, state)
    return mock_for(actor_of(cast.chief), mock.pk)


def own_round(cast: Cast, field: Field, **found: Any) -> None:
    """What our own inspectors found."""
    made = make_round(cast, field, name="周检查")
    make_visit(cast, field, made, site=field.sites[0], **found)
    bring_to(cast, made, "released")


def proof(cast: Cast, field: Field) -> None:
    """Two of four pieces of material are accepted."""
    record_proof(
        actor=actor_of(cast.chief),
        standard_id=field.standards["2.1"].pk,
        accepted=2,
        required=4,
        told=Told(today(), "材料清单"),
    )


def report(cast: Cast, mock: MockAssessment) -> MockReport:
    found = report_of(actor=actor_of(cast.chief), mock=mock)
    assert found is not None
    return found


def worked_example(cast: Cast, field: Field, visit: AssessorVisit) -> MockAssessment:
    """The example of docs/algorithms/mock_assessment.md."""
    own_round(cast, field)
    proof(cast, field)
    return visited(cast, field, rehearsed(cast, visit), stalls={"ok": False}, litter={"faults": 3})


def read(person: Any, address: str) -> str:
    client = Client()
    client.force_login(person, backend=BACKEND)
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return content.decode(errors="replace")


def test_worked_example(cast: Cast, field: Field, visit: AssessorVisit) -> None:
    found = report(cast, worked_example(cast, field, visit))

    assert (found.total.total, found.own_total.total, found.difference) == ("50.00", "93.33", "+43.33")
    assert [(row.name, row.full, row.own_rate, row.mock_rate, row.flattery) for row in found.compared_methods] == [
        (FIELD, "13.00", "100.00", "50.00", "+6.50"),
        (PAPER, "2.00", "50.00", "50.00", "0.00"),
    ]
    assert [(row.name, row.flattery) for row in found.compared_standards] == [
        ("1.1", "+2.50"),
        ("1.2", "+2.50"),
        ("2.1", "+1.50"),
    ]
    assert [(row.loss.standard.code, row.loss.standard.line.lost, row.failed) for row in found.problems] == [
        ("1.1", "2.50", 1),
        ("1.2", "2.50", 1),
        ("2.1", "2.50", 1),
    ]
    assert not found.unknown


def test_what_the_mock_did_not_see_is_named_and_not_compared(cast: Cast, field: Field, visit: AssessorVisit) -> None:
    own_round(cast, field)
    mock = visited(cast, field, rehearsed(cast, visit), litter={"na": True}, smoking={"na": True})

    found = report(cast, mock)

    assert [(row.code, row.method, row.full, row.is_known_to_us) for row in found.unknown] == [
        ("2.1", FIELD, "3.00", True),
        ("2.1", PAPER, "2.00", False),
    ]
    assert found.whole.full == "10.00"
    assert found.whole.flattery == "0.00"


def test_same_seed_draws_the_same_sites_another_one_others(cast: Cast, field: Field, visit: AssessorVisit) -> None:
    first, again = rehearsed(cast, visit), rehearsed(cast, visit)
    others = {tuple(rehearsed(cast, visit, seed=f"T{number}").draw.site_ids) for number in range(12)}

    assert first.round_id != again.round_id
    assert first.draw.site_ids == again.draw.site_ids
    assert len(others) > 1


def test_rehearsal_is_a_round_in_preparation_by_the_edition_of_the_visit(
    cast: Cast, field: Field, visit: AssessorVisit
) -> None:
    mock = rehearsed(cast, visit)

    assert (mock.round.kind, mock.round.state, mock.round.framework) == ("rehearsal", "draft", field.framework)
    assert mock.round.assignments.count() == 1
    assert mock.draw.terms == ONE.as_json()


def test_pressing_twice_is_one_rehearsal(cast: Cast, field: Field, visit: AssessorVisit) -> None:
    key = new_id()
    assert rehearsed(cast, visit, key=key).pk == rehearsed(cast, visit, key=key).pk
    assert MockAssessment.objects.count() == 1


def test_visit_that_cannot_be_rehearsed_says_why(cast: Cast, field: Field, visit: AssessorVisit) -> None:
    with pytest.raises(InvalidInput, match="怎样抽样"):
        rehearsed(cast, make_assessor_visit(cast, visit.creation))
    with pytest.raises(InvalidInput, match="没有执行中的测评体系"):
        rehearsed(cast, make_assessor_visit(cast, sample=ONE))
    cancel_visit(actor=actor_of(cast.chief), visit_id=visit.pk, reason="不来了")
    with pytest.raises(Refusal, match="已经取消"):
        rehearsed(cast, visit)


def test_who_may_not_plan_rounds_rehearses_nothing(cast: Cast, field: Field, visit: AssessorVisit) -> None:
    keeper = grant(make_person("keeper2"), cast.place, "command.view", "command.manage", "standards.view")
    with pytest.raises(NotPermitted):
        rehearse_visit(actor=keeper, visit_id=visit.pk, mock_id=new_id(), starts_on=today(), ends_on=today())
    assert not MockAssessment.objects.exists()


@pytest.mark.parametrize("state", ["running", "finished"])
def test_nothing_is_told_before_the_release(cast: Cast, field: Field, visit: AssessorVisit, state: str) -> None:
    own_round(cast, field)
    score = f"/scores/{field.framework.pk}/"
    before = FORM.sub("", read(cast.leader, score))
    mock = visited(cast, field, rehearsed(cast, visit), state, litter={"faults": 3})

    assert report_of(actor=actor_of(cast.chief), mock=mock) is None
    assert "这一轮还没有发布" in read(cast.chief, f"/command/mocks/{mock.pk}/")
    assert "83.33" not in read(cast.leader, f"{score}?round={mock.round_id}")
    assert FORM.sub("", read(cast.leader, score)) == before
    with pytest.raises(NotFound):
        mock_for(actor_of(cast.leader), mock.pk)


def test_rehearsal_in_preparation_is_its_planners_secret(cast: Cast, field: Field, visit: AssessorVisit) -> None:
    mock = rehearsed(cast, visit)

    assert mock_for(actor_of(cast.chief), mock.pk) == mock
    with pytest.raises(NotFound):
        mock_for(actor_of(cast.leader), mock.pk)
    assert mock.round.name not in read(cast.leader, f"/command/visits/{visit.pk}/")


def test_report_on_screen_leads_down_to_the_checks(cast: Cast, field: Field, visit: AssessorVisit) -> None:
    mock = worked_example(cast, field, visit)
    page = read(cast.leader, f"/command/mocks/{mock.pk}/")

    for words in ("50.00", "93.33", "+43.33", "+6.50", "哪里高估了自己", "每条标准都有依据", "不排名次"):
        assert words in page
    alone = f"?day={today()}&amp;round={mock.round_id}"
    assert f"/scores/{field.framework.pk}/{alone}" in page
    assert f"/scores/standards/{field.standards['1.1'].pk}/{alone}" in page
    sheet = read(cast.leader, f"/scores/{field.framework.pk}/?day={today()}&round={mock.round_id}")
    own = read(cast.leader, f"/scores/{field.framework.pk}/?day={today()}&without={mock.round_id}")
    assert ("50.00" in sheet, "93.33" in own) == (True, True)


def test_totals_of_the_release_stand_in_the_list_over_time(cast: Cast, field: Field, visit: AssessorVisit) -> None:
    first = worked_example(cast, field, visit)
    visited(cast, field, rehearsed(cast, visit, seed="U"))
    deliver_events()
    deliver_events()

    kept = {row.mock_id: (row.total, row.own_total, row.is_void) for row in MockResult.objects.all()}
    assert kept[first.pk] == (Decimal("50.00"), Decimal("93.33"), False)
    assert len(kept) == 2
    page = read(cast.leader, f"/command/creations/{visit.creation_id}/")
    assert page.count("93.33") >= 1
    assert "（第2次）" in page


def test_other_rounds_leave_no_result(cast: Cast, field: Field) -> None:
    own_round(cast, field)
    deliver_events()
    assert not MockResult.objects.exists()


def test_word_and_excel_say_the_same(cast: Cast, field: Field, visit: AssessorVisit) -> None:
    found = report(cast, worked_example(cast, field, visit))
    with zipfile.ZipFile(io.BytesIO(mock_paper(found))) as paper:
        words = paper.read("word/document.xml").decode()
    book = read_book(mock_workbook(found))

    for text in ("模拟测评报告", "50.00", "93.33", "+43.33", "哪里高估了自己", "不排名次"):
        assert text in words
    rows = {(sheet.name, str(row[0])): row for sheet in book.sheets for row in sheet.rows}
    assert rows["总分", "总分"][1] == "50.00"
    assert [float(str(cell)) for cell in rows["对比", "1.1"][2:6]] == [5, 100, 50, 2.5]
    assert float(str(rows["方法", FIELD][3])) == 6.5


def test_void_result_is_said_wherever_the_total_stands(
    cast: Cast, field: Field, visit: AssessorVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    mock = worked_example(cast, field, visit)
    found = report(cast, mock)
    outcome = replace(found.sheet.sheet.outcome, is_void=True, void_by=("N1",))
    void = replace(found, sheet=replace(found.sheet, sheet=replace(found.sheet.sheet, outcome=outcome)))
    monkeypatch.setattr("chuangcheng.command.views.mocks.report_of", lambda **_asked: void)

    page = read(cast.leader, f"/command/mocks/{mock.pk}/")
    with zipfile.ZipFile(io.BytesIO(mock_paper(void))) as paper:
        words = paper.read("word/document.xml").decode()
    book = read_book(mock_workbook(void))

    assert "结果无效" in page
    assert "sheet-void" in page
    assert "50.00（无效）" in words
    assert any(row[1] == "50.00（无效）" for sheet in book.sheets for row in sheet.rows if len(row) > 1)


def test_hit_confirmed_after_the_release_voids_report_and_list(cast: Cast, field: Field, visit: AssessorVisit) -> None:
    mock = worked_example(cast, field, visit)
    deliver_events()
    listed = f"/command/creations/{visit.creation_id}/"
    before = read(cast.leader, listed)
    entry = field.framework.negative_entries.create(code="N1", domain="安全", text="重大事故", sanction="void", order=1)
    kept = store(photo(), name="通报.jpg", limits=PHOTOS)
    given = HitGiven(entry.pk, today(), "事故", "通报", evidence=[(kept, "通报.jpg")])
    hit = record_hit(actor=actor_of(cast.chief), given=given)
    waiting = read(cast.leader, listed)
    move_hit(actor=SYSTEM, hit_id=hit.pk, move="confirm", note="属实")

    assert ("无效" in before, "无效" in waiting) == (False, False)
    assert "无效" in read(cast.leader, listed)
    assert "结果无效" in read(cast.leader, f"/command/mocks/{mock.pk}/")
    [row] = mock_rows([mock_for(actor_of(cast.leader), mock.pk)])
    assert row.is_void


def test_same_over_the_api(cast: Cast, field: Field, visit: AssessorVisit) -> None:
    client = Client()
    client.force_login(cast.chief, backend=BACKEND)
    body = {"starts_on": str(today()), "ends_on": str(today()), "seed": "API"}
    made = client.post(f"/api/v1/assessor-visits/{visit.pk}/mocks", body, content_type="application/json")
    assert made.status_code == 201, made.content
    before = client.get(f"/api/v1/mocks/{made.json()['id']}").json()
    paper = client.get(f"/api/v1/mocks/{made.json()['id']}/paper")
    visited(cast, field, MockAssessment.objects.get(), stalls={"ok": False})
    deliver_events()
    after = client.get(f"/api/v1/mocks/{made.json()['id']}").json()
    listed = client.get(f"/api/v1/mocks?creation_id={visit.creation_id}").json()

    assert (before["state"], before["seed"], before["report"], paper.status_code) == ("draft", "API", None, 409)
    assert after["report"]["total"] == after["total"] == "61.54"  # 2.5 + 2.5 + 3 of 13
    assert after["report"]["unknown"][0]["code"] == "2.1"
    assert [row["id"] for row in listed] == [after["id"]]
    for kind in ("paper", "workbook"):
        assert client.get(f"/api/v1/mocks/{after['id']}/{kind}").status_code == 200


def test_report_takes_a_constant_number_of_statements(
    cast: Cast, field: Field, visit: AssessorVisit, django_assert_max_num_queries: Any
) -> None:
    mock = worked_example(cast, field, visit)
    address = f"/command/mocks/{mock.pk}/"
    read(cast.leader, address)
    with django_assert_max_num_queries(40):
        read(cast.leader, address)  # both sheets are kept
