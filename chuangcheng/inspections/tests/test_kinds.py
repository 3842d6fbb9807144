"""The eight kinds of rounds, and who may do what in each."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from docx import Document

from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted
from chuangcheng.core.ids import new_id
from chuangcheng.core.sheets import read_book
from chuangcheng.core.times import today
from chuangcheng.inspections import services
from chuangcheng.inspections.access import visible_rounds, visible_visits
from chuangcheng.inspections.kinds import DEFAULTS, HIDDEN_KINDS
from chuangcheng.inspections.models import Round
from chuangcheng.inspections.queries import my_open_assignments, my_open_rounds
from chuangcheng.inspections.services.rounds import SuperiorPaper, change_round
from chuangcheng.inspections.testing import (
    Field,
    answers_for,
    bring_to,
    make_field,
    make_round,
    make_visit,
    visit_given,
)
from chuangcheng.orgs.testing import Cast, actor_of, make_person, signed_in


@pytest.fixture
def field(cast: Cast) -> Field:
    return make_field(cast, sites=3)


def test_every_kind_has_its_defaults_and_three_are_hidden() -> None:
    assert set(DEFAULTS) == set(Round.Kind.values)
    assert {"mystery", "third_party", "rehearsal"} == HIDDEN_KINDS


@pytest.mark.parametrize("kind", list(DEFAULTS))
def test_new_round_of_a_kind_begins_with_what_is_usual(cast: Cast, field: Field, kind: str) -> None:
    page = signed_in(cast.chief).get(f"/rounds/new/?kind={kind}").content.decode()
    last = today() + timedelta(days=DEFAULTS[kind].lasts_days - 1)
    assert f'value="{last}"' in page
    assert DEFAULTS[kind].advice in page
    assert make_round(cast, field, kind=kind, state="draft").is_hidden == DEFAULTS[kind].is_hidden


PAPER = {"paper_on": "2026-09-30", "paper_number": "省文明办〔2026〕12号"}


def test_paper_of_a_superior_stands_on_round_report_and_cases(cast: Cast, field: Field) -> None:
    client, day = signed_in(cast.chief), str(today())
    facts = {"name": "省级检查", "kind": "superior", "framework": field.framework.pk, "starts_on": day, "ends_on": day}
    sent = {**facts, **PAPER, "round_id": str(new_id())}
    wrong = client.post("/rounds/new/", {**sent, "kind": "weekly"})
    assert wrong.status_code == 422
    assert wrong.content.decode().count("只有上级检查填写。") >= len(PAPER)
    assert client.post("/rounds/new/", sent).status_code == 302
    found = Round.objects.get()
    actor, ids = actor_of(cast.chief), [site.pk for site in field.sites]
    services.add_sites(actor=actor, round_id=found.pk, site_ids=ids)
    services.assign_inspector(actor=actor, round_id=found.pk, site_ids=ids, inspector_id=cast.inspector.pk)
    bring_to(cast, found, "running")
    visit = make_visit(cast, field, found, litter={"faults": 2})
    answer = visit.answers.filter(checks__verdict="fail").first()
    assert answer is not None
    case = services.open_case_for_answer(actor=actor, answer_id=answer.pk, case_id=new_id())
    told = "省文明办〔2026〕12号，2026-09-30"
    for page in (f"/rounds/{found.pk}/", f"/rounds/{found.pk}/report/", f"/cases/{case.pk}/"):
        assert told in client.get(page).content.decode(), page
    api = client.get(f"/api/v1/rounds/{found.pk}").json()
    assert {name: api[name] for name in PAPER} == PAPER
    assert PAPER["paper_number"] in client.get(f"/rounds/{found.pk}/edit/").content.decode()
    changed = {"name": "省级检查", "starts_on": day, "ends_on": day, "paper_on": "", "paper_number": "省〔2026〕13号"}
    assert client.post(f"/rounds/{found.pk}/edit/", changed).status_code == 302
    found.refresh_from_db()
    assert found.paper == "省〔2026〕13号"


def test_paper_of_a_superior_stands_in_word_excel_and_api(cast: Cast, field: Field) -> None:
    found = make_round(cast, field, kind="superior", name="省级检查", state="draft")
    days: dict[str, Any] = {"starts_on": found.starts_on, "ends_on": found.ends_on}
    paper = SuperiorPaper(on=date(2026, 9, 30), number=PAPER["paper_number"])
    change_round(actor=actor_of(cast.chief), round_id=found.pk, name="省级检查", paper=paper, **days)
    bring_to(cast, found, "running")
    make_visit(cast, field, found, litter={"faults": 2})
    bring_to(cast, found, "released")
    client, told = signed_in(cast.chief), "来文：省文明办〔2026〕12号，2026-09-30。"
    word, excel = (b"".join(_streamed(client, f"/rounds/{found.pk}/report/{kind}/")) for kind in ("docx", "xlsx"))
    assert told in [paragraph.text for paragraph in Document(io.BytesIO(word)).paragraphs]
    assert [told] in [row[:1] for row in read_book(excel, name="报告.xlsx").sheets[0].rows]
    summary = client.get(f"/api/v1/rounds/{found.pk}/report").json()["sections"][0]
    assert told in summary["lines"]
    listed = client.get("/api/v1/rounds").json()["rounds"][0]
    assert {name: listed[name] for name in PAPER} == PAPER


def test_round_with_a_papers_number_comes_and_changes_over_the_api(cast: Cast, field: Field) -> None:
    client, day = signed_in(cast.chief), str(today())
    given = {
        "id": str(new_id()),
        "name": "省级检查",
        "kind": "superior",
        "framework_id": field.framework.pk,
        "starts_on": day,
        "ends_on": day,
        "paper": {"on": PAPER["paper_on"], "number": PAPER["paper_number"]},
    }
    made = client.post("/api/v1/rounds", given, content_type="application/json")
    assert (made.status_code, {name: made.json()[name] for name in PAPER}) == (201, PAPER)
    change = {"name": "省级检查", "starts_on": day, "ends_on": day, "paper": {"on": None, "number": "省〔2026〕13号"}}
    address = f"/api/v1/rounds/{given['id']}"
    answer = client.patch(address, change, content_type="application/json").json()
    assert (answer["paper_on"], answer["paper_number"]) == (None, "省〔2026〕13号")
    refused = client.post(
        "/api/v1/rounds", {**given, "id": str(new_id()), "kind": "weekly"}, content_type="application/json"
    )
    assert (refused.status_code, "上级检查" in str(refused.json())) == (422, True)


def _streamed(client: Client, address: str) -> Any:
    answer: Any = client.get(address)
    return answer.streaming_content


def test_paper_that_comes_after_the_end_is_still_kept(cast: Cast, field: Field) -> None:
    client = signed_in(cast.chief)
    ended = make_round(cast, field, kind="superior", state="released")
    assert "登记来文" in client.get(f"/rounds/{ended.pk}/").content.decode()
    page = client.get(f"/rounds/{ended.pk}/edit/").content.decode()
    assert 'name="paper_number"' in page
    assert 'name="ends_on"' not in page
    assert client.post(f"/rounds/{ended.pk}/edit/", PAPER).status_code == 302
    ended.refresh_from_db()
    assert ended.paper == "省文明办〔2026〕12号，2026-09-30"
    address = f"/api/v1/rounds/{ended.pk}/paper"
    changed = client.put(address, {"number": "省〔2026〕13号"}, content_type="application/json")
    assert changed.json()["paper_number"] == "省〔2026〕13号"
    weekly = make_round(cast, field, kind="weekly", state="released")
    assert "登记来文" not in client.get(f"/rounds/{weekly.pk}/").content.decode()
    assert client.get(f"/rounds/{weekly.pk}/edit/").status_code == 409
    wrong = client.put(f"/api/v1/rounds/{weekly.pk}/paper", {"number": "某"}, content_type="application/json")
    assert wrong.status_code == 422


def test_list_of_a_round_without_problems_says_so(cast: Cast, field: Field) -> None:
    found = make_round(cast, field, state="released")
    client = signed_in(cast.chief)
    page = client.get(f"/cases/?group={found.pk}").content.decode()
    assert "这一轮没有发现问题" in page
    assert found.name in page
    assert "这一轮没有发现问题" not in client.get(f"/cases/?group={found.pk}&state=closed").content.decode()


def test_paper_is_refused_for_a_round_of_ones_own(cast: Cast, field: Field) -> None:
    found = make_round(cast, field, state="draft")
    days: dict[str, Any] = {"starts_on": found.starts_on, "ends_on": found.ends_on}
    with pytest.raises(InvalidInput):
        change_round(
            actor=actor_of(cast.chief),
            round_id=found.pk,
            name="周检查",
            paper=SuperiorPaper(number="某〔2026〕1号"),
            **days,
        )


@pytest.fixture
def tester(cast: Cast) -> Any:
    return make_person("tester", unit=cast.office, role="third_party")


def test_tester_sees_own_assignments_and_nothing_else(cast: Cast, field: Field, tester: Any) -> None:
    found = make_round(cast, field, kind="third_party", name="第三方甲组")
    other = make_round(cast, field, name="内部周检查")
    chief = actor_of(cast.chief)
    own = field.sites[0]
    services.assign_inspector(actor=chief, round_id=found.pk, site_ids=[own.pk], inspector_id=tester.pk)
    make_visit(cast, field, found, site=field.sites[1])
    client, actor = signed_in(tester), actor_of(tester)
    page = client.get(f"/rounds/{found.pk}/").content.decode()
    assert own.name in page
    assert field.sites[1].name not in page
    assert cast.inspector.name not in page
    assert list(visible_rounds(actor)) == [found]
    assert not visible_visits(actor).exists()
    assert [row.site for row in my_open_assignments(actor=actor)] == [own]
    for address in (f"/rounds/{other.pk}/", f"/sites/{own.pk}/", "/sites/", f"/standards/{field.framework.pk}/"):
        assert client.get(address).status_code in {403, 404}, address
    assert "内部周检查" not in client.get("/rounds/").content.decode()
    for address in ("/api/v1/sites", f"/api/v1/rounds/{other.pk}", f"/api/v1/scores/{field.framework.pk}"):
        assert client.get(address).status_code in {403, 404}, address


def test_tester_visits_opens_the_problem_and_sees_the_own_result(cast: Cast, field: Field, tester: Any) -> None:
    found = make_round(cast, field, kind="third_party", inspector=tester)
    make_round(cast, field)
    visit = make_visit(cast, field, found, person=tester, litter={"faults": 2})
    client = signed_in(tester)
    assert client.get(f"/rounds/{found.pk}/sites/{field.sites[1].pk}/visit/").status_code == 200
    assert client.get(f"/visits/{visit.pk}/").status_code == 200
    [case] = services.open_cases_for_visit(actor=actor_of(tester), visit_id=visit.pk)
    assert case.is_held
    assert client.get("/visits/mine/").status_code == 200
    assert client.get("/").status_code == 200


@pytest.fixture
def self_check(cast: Cast, field: Field) -> Round:
    found = make_round(cast, field, kind="self_check", name="社区自查")
    sites = [site.pk for site in field.sites]
    services.assign_owners(actor=actor_of(cast.chief), round_id=found.pk, site_ids=sites)
    return found


def test_any_of_the_units_people_checks_the_own_sites(cast: Cast, field: Field, self_check: Round) -> None:
    keeper = actor_of(cast.keeper)
    assert set(self_check.assignments.values_list("unit")) == {(cast.lane.pk,)}
    assert not self_check.assignments.filter(inspector__isnull=False).exists()
    assert [row.left for row in my_open_rounds(actor=keeper)] == [3]
    other = make_person("second-keeper", unit=cast.lane, role="liaison")
    for person, site in ((cast.keeper, field.sites[0]), (other, field.sites[1])):
        given = visit_given(self_check, site, answers_for(field))
        assert services.submit_visit(actor=actor_of(person), given=given).inspector == person
    client = signed_in(cast.keeper)
    assert field.sites[2].name in client.get("/visits/mine/").content.decode()
    assert client.get(f"/rounds/{self_check.pk}/sites/{field.sites[2].pk}/visit/").status_code == 200
    assert "去检查" in client.get(f"/rounds/{self_check.pk}/").content.decode()


def test_a_returned_self_check_is_amended_by_who_made_it(cast: Cast, field: Field) -> None:
    found = make_round(cast, field, kind="self_check", asks_review=True)
    site = field.sites[0]
    services.assign_owners(actor=actor_of(cast.chief), round_id=found.pk, site_ids=[site.pk])
    visit = services.submit_visit(actor=actor_of(cast.keeper), given=visit_given(found, site, answers_for(field)))
    services.return_visit(actor=actor_of(cast.chief), visit_id=visit.pk, reason="照片看不清")
    page = f"/visits/{visit.pk}/amend/"
    assert signed_in(cast.keeper).get(page).status_code == 200
    other = make_person("second-keeper", unit=cast.lane, role="liaison")
    assert signed_in(other).get(page).status_code == 404


def test_people_of_other_units_do_not_check_them(cast: Cast, field: Field, self_check: Round) -> None:
    given = visit_given(self_check, field.sites[0], answers_for(field))
    for person in (cast.west_liaison, cast.liaison, cast.leader, cast.stranger):
        with pytest.raises((NotFound, NotPermitted)):
            services.submit_visit(actor=actor_of(person), given=given)


def test_owners_are_chosen_on_screen_and_over_the_api(cast: Cast, field: Field) -> None:
    found = make_round(cast, field, kind="self_check")
    client, site = signed_in(cast.chief), str(field.sites[0].pk)
    client.post(f"/rounds/{found.pk}/sites/assign/", {"site": [site], "person": "owners"})
    assert found.assignments.get(site=field.sites[0]).unit == cast.lane
    assert cast.lane.name in client.get(f"/rounds/{found.pk}/").content.decode()
    answer = client.post(
        f"/api/v1/rounds/{found.pk}/assign-owners",
        {"site_ids": [str(field.sites[1].pk)]},
        content_type="application/json",
    )
    assert answer.json() == {"count": 1}
    services.assign_inspector(
        actor=actor_of(cast.chief), round_id=found.pk, site_ids=[field.sites[0].pk], inspector_id=cast.inspector.pk
    )
    assert found.assignments.get(site=field.sites[0]).unit is None


def test_superiors_findings_are_entered_by_the_planner_under_their_name(cast: Cast, field: Field) -> None:
    made = services.create_round(
        actor=actor_of(cast.chief),
        name="省级检查",
        kind="superior",
        framework_id=field.framework.pk,
        starts_on=today(),
        ends_on=today(),
        organisation="省检查组",
    )
    chief = actor_of(cast.chief)
    services.add_sites(actor=chief, round_id=made.pk, site_ids=[field.sites[0].pk])
    services.start_round(actor=chief, round_id=made.pk)
    visit = make_visit(cast, field, made, person=cast.chief, litter={"faults": 1})
    assert visit.inspector == cast.chief
    page = signed_in(cast.leader).get(f"/rounds/{made.pk}/").content.decode()
    assert "省检查组" in page


def test_adding_sites_to_a_mystery_round_begins_with_drawing_them(cast: Cast, field: Field) -> None:
    client = signed_in(cast.chief)
    for kind, is_first in (("mystery", True), ("weekly", False)):
        found = make_round(cast, field, kind=kind, state="draft")
        found.assignments.all().delete()
        page = client.get(f"/rounds/{found.pk}/sites/").content.decode()
        assert f'href="/rounds/{found.pk}/sample/"' in page
        assert (f'btn-primary" href="/rounds/{found.pk}/sample/"' in page) is is_first


def test_without_a_framework_the_forms_say_what_comes_first(cast: Cast) -> None:
    client = signed_in(cast.chief)
    for address in ("/rounds/new/", "/plans/new/"):
        assert "还没有测评体系，先导入体系并启用" in client.get(address).content.decode(), address


def test_with_a_framework_they_do_not(cast: Cast, field: Field) -> None:
    client = signed_in(cast.chief)
    for address in ("/rounds/new/", "/plans/new/"):
        assert field.framework.name in client.get(address).content.decode()
        assert "还没有测评体系" not in client.get(address).content.decode(), address
