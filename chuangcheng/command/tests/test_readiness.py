"""Readiness for a visit: every site that may be drawn, go or no-go, why; the plan of the days; whom to call."""

from __future__ import annotations

import io
import json
from datetime import time, timedelta
from typing import Any
from uuid import UUID

import pytest
from openpyxl import load_workbook

from chuangcheng.cases.testing import case_at
from chuangcheng.command.models import AssessorVisit, SitePreparation
from chuangcheng.command.queries.readiness import contacts_of, day_plan_of, readiness_of
from chuangcheng.command.readiness_rules import Facts, Reason, Rules, reasons
from chuangcheng.command.services import cancel_visit
from chuangcheng.command.services.readiness import EntryGiven, PreparationGiven, add_day_entry, prepare_site
from chuangcheng.command.services.visits import VisitCancelled
from chuangcheng.command.testing import make_assessor_visit
from chuangcheng.command.tests.test_pages import SignedIn, read, signed_in
from chuangcheng.core.crypto import encrypt
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import AuditEntry
from chuangcheng.core.times import now, today
from chuangcheng.evidence.testing import make_material
from chuangcheng.inspections.queries import Design, Terms
from chuangcheng.inspections.testing import Field, make_field
from chuangcheng.orgs.models import Person
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.sites.models import Site

__all__ = ["signed_in"]
pytestmark = pytest.mark.django_db
RULES = Rules(checked_within=30, open_cases=0, needs_person=True, needs_rehearsal=True)
READY: dict[str, Any] = {
    "has_owner": True,
    "unseen_days": 30,
    "open_cases": 0,
    "overdue_cases": 0,
    "lacks_material": False,
    "has_person": True,
    "rehearsal": "passed",
}
HOSTILE = "<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"has_owner": False}, Reason.OWNER),
        ({"unseen_days": None}, Reason.NEVER),
        ({"unseen_days": 31}, Reason.STALE),
        ({"open_cases": 1}, Reason.OPEN),
        ({"open_cases": 1, "overdue_cases": 1}, Reason.OVERDUE),
        ({"lacks_material": True}, Reason.MATERIAL),
        ({"has_person": False}, Reason.PERSON),
        ({"rehearsal": ""}, Reason.UNREHEARSED),
        ({"rehearsal": "failed"}, Reason.FAILED),
    ],
)
def test_each_lack_holds_a_site_back(changed: dict[str, Any], reason: Reason) -> None:
    assert reasons(Facts(**READY), RULES) == []
    assert reasons(Facts(**{**READY, **changed}), RULES) == [reason]


def test_what_is_not_asked_holds_nothing_back() -> None:
    lax = Rules(checked_within=60, open_cases=3, needs_person=False, needs_rehearsal=False)
    facts = Facts(**{**READY, "unseen_days": 45, "open_cases": 3, "has_person": False, "rehearsal": ""})
    assert reasons(facts, lax) == []


def drawn_visit(cast: Cast, sites: int = 3) -> tuple[Field, AssessorVisit]:
    """A visit that may draw any of so many sites."""
    field = make_field(cast, sites=sites)
    terms = Terms(Design(size=2), not_in_open_rounds=False)
    return field, make_assessor_visit(cast, framework_id=field.framework.pk, sample=terms)


def made_ready(cast: Cast, visit: AssessorVisit, site: Any, **facts: Any) -> SitePreparation:
    given = {"person_id": cast.keeper.pk, "rehearsal": "passed", "rehearsed_on": today(), **facts}
    return prepare_site(
        actor=actor_of(cast.chief),
        visit_id=visit.pk,
        site_id=site.pk,
        preparation_id=new_id(),
        given=PreparationGiven(**given),
    )


def test_site_is_ready_when_all_is_there_and_the_last_word_counts(cast: Cast) -> None:
    field, visit = drawn_visit(cast)
    first, second, third = field.sites
    Site.objects.filter(pk__in=[first.pk, second.pk]).update(last_checked_at=now(), owner=cast.sanitation)
    made_ready(cast, visit, first, lacking="志愿服务记录")
    made_ready(cast, visit, first)
    made_ready(cast, visit, second, rehearsal="failed")
    found = readiness_of(actor=actor_of(cast.chief), visit=visit, today=today())

    by_site = {row.site.pk: row.reasons for row in found.rows}
    assert by_site[first.pk] == []
    assert by_site[second.pk] == [Reason.FAILED]
    assert {Reason.NEVER, Reason.PERSON, Reason.UNREHEARSED} <= set(by_site[third.pk])
    assert (found.go, [row.is_go for row in found.rows]) == (1, [False, False, True])


def test_open_problem_of_a_site_holds_it_back(cast: Cast) -> None:
    field, visit = drawn_visit(cast, sites=1)
    [site] = field.sites
    Site.objects.filter(pk=site.pk).update(last_checked_at=now(), owner=cast.sanitation)
    made_ready(cast, visit, site)
    case_at(cast.sanitation, cast, site_id=site.pk)
    [row] = readiness_of(actor=actor_of(cast.chief), visit=visit, today=today()).rows
    assert (row.reasons, row.open_cases) == ([Reason.OPEN], 1)


def test_nothing_is_told_when_it_is_not_known_how_they_draw(cast: Cast) -> None:
    found = readiness_of(actor=actor_of(cast.chief), visit=make_assessor_visit(cast), today=today())
    assert (found.is_known, found.rows) == (False, [])


def test_who_answers_for_a_site_prepares_it_and_nobody_else(cast: Cast) -> None:
    field, visit = drawn_visit(cast, sites=1)
    [site] = field.sites
    Site.objects.filter(pk=site.pk).update(owner=cast.sanitation)
    given = PreparationGiven(person_id=cast.keeper.pk)
    key = new_id()
    for _time in range(2):
        prepare_site(actor=actor_of(cast.liaison), visit_id=visit.pk, site_id=site.pk, preparation_id=key, given=given)
    assert SitePreparation.objects.count() == 1
    for person in (cast.west_liaison, cast.leader):
        with pytest.raises((NotPermitted, NotFound)):
            prepare_site(
                actor=actor_of(person), visit_id=visit.pk, site_id=site.pk, preparation_id=new_id(), given=given
            )


def test_press_that_tells_nothing_new_saves_nothing(cast: Cast, signed_in: SignedIn) -> None:
    field, visit = drawn_visit(cast, sites=1)
    [site] = field.sites
    office, page = signed_in(cast.chief), f"/command/visits/{visit.pk}/readiness/{site.pk}/"

    def press(**typed: str) -> tuple[int, bool, int]:
        answer = office.post(page, {"preparation_id": str(new_id()), **typed})
        return answer.status_code, "没有填写新的内容" in answer.content.decode(), SitePreparation.objects.count()

    assert press() == (422, True, 0)
    assert press(note=" ") == (422, True, 0)
    assert press(note="门口有人值守") == (302, False, 1)
    assert press(note="门口有人值守") == (422, True, 1)
    assert press() == (302, False, 2)


def test_impossible_preparation_is_refused_with_a_sentence(cast: Cast) -> None:
    field, visit = drawn_visit(cast, sites=1)
    [site] = field.sites
    with pytest.raises(InvalidInput, match="演练的结果"):
        made_ready(cast, visit, site, rehearsal="perhaps")
    with pytest.raises(InvalidInput, match="不能晚于今天"):
        made_ready(cast, visit, site, rehearsed_on=today() + timedelta(days=1))
    with pytest.raises(InvalidInput, match="没有找到这位人员"):
        made_ready(cast, visit, site, person_id=10**8)
    cancel_visit(actor=actor_of(cast.chief), visit_id=visit.pk, reason="不来了")
    with pytest.raises(VisitCancelled):
        made_ready(cast, visit, site)


def test_day_plan_and_phone_list(cast: Cast) -> None:
    field, visit = drawn_visit(cast, sites=1)
    Site.objects.update(owner=cast.sanitation)
    made_ready(cast, visit, field.sites[0])
    office = actor_of(cast.chief)
    for starts in (time(14), time(9)):
        given = EntryGiven(visit.first_on, starts, f"{starts:%H}点实地", "东关街道", cast.east.pk, cast.east_liaison.pk)
        add_day_entry(actor=office, visit_id=visit.pk, entry_id=new_id(), given=given)
    late = EntryGiven(visit.last_on + timedelta(days=1), time(9), "晚了")
    with pytest.raises(InvalidInput, match="时间窗内"):
        add_day_entry(actor=office, visit_id=visit.pk, entry_id=new_id(), given=late)

    plan = day_plan_of(visit)
    assert [entry.text for entry in plan] == ["09点实地", "14点实地"]
    rows = readiness_of(actor=office, visit=visit, today=today()).rows
    named = {(each.name, each.duty) for each in contacts_of(rows=rows, plan=plan, today=today())}
    assert {("向巷长", "site"), ("东联络", "plan"), ("廉联络", "联络员")} <= named


def test_the_phone_list_has_everybody_once_and_opens_the_numbers_on_record(cast: Cast, signed_in: SignedIn) -> None:
    field, visit = drawn_visit(cast, sites=2)
    Site.objects.update(owner=cast.sanitation)
    for site in field.sites:
        made_ready(cast, visit, site)
    Person.objects.filter(pk=cast.keeper.pk).update(phone_encrypted=encrypt("13812345678"))
    page, office = f"/command/visits/{visit.pk}/phones/", signed_in(cast.chief)

    shown = read(office, page)
    assert shown.count("向巷长") == 1
    assert "、".join(sorted(site.name for site in field.sites)) in shown
    assert "138****5678" in shown
    assert visit.name in shown  # on paper, too, it says of which visit it is
    opened = office.post(f"{page}full/")
    assert "13812345678" in opened.content.decode()
    assert opened["Cache-Control"] == "no-store"
    assert AuditEntry.objects.filter(action="orgs.open_phone", subject_id=str(cast.keeper.pk)).count() == 1
    assert "显示完整号码" not in read(signed_in(cast.leader), page)
    assert signed_in(cast.leader).post(f"{page}full/").status_code == 403


def test_pages_show_it_print_it_and_take_it(cast: Cast, signed_in: SignedIn) -> None:
    field, visit = drawn_visit(cast)
    Site.objects.update(owner=cast.sanitation, last_checked_at=now())
    site, office, page = field.sites[0], signed_in(cast.chief), f"/command/visits/{visit.pk}/"
    assert "迎检准备" in read(office, page)
    assert "没有现场人员 3" in read(office, f"{page}readiness/")
    form = {"preparation_id": str(new_id()), "person": cast.keeper.name, "rehearsal": "passed", "lacking": HOSTILE}
    refused = office.post(f"{page}readiness/{site.pk}/", form)
    assert "请填写演练的日期" in refused.content.decode()
    taken = office.post(f"{page}readiness/{site.pk}/", {**form, "rehearsed_on": str(today())})
    assert taken.status_code == 302
    shown = read(office, f"{page}readiness/")
    assert "<script>alert" not in shown
    assert "向巷长" in shown
    assert site.name not in read(office, f"{page}readiness/?reason=person")
    assert "没有符合条件的点位" in read(office, f"{page}readiness/?show=go")
    entry = {"entry_id": str(new_id()), "day": str(visit.first_on), "starts": "09:30", "text": HOSTILE}
    assert office.post(f"{page}day-plan/", entry).status_code == 302
    assert office.post(f"{page}day-plan/", {**entry, "text": ""}).status_code == 422
    assert "<script>alert" not in read(office, f"{page}day-plan/")
    assert "加一条安排" not in read(signed_in(cast.leader), f"{page}day-plan/")
    assert "廉联络" in read(signed_in(cast.leader), f"{page}phones/")
    assert signed_in(cast.liaison).post(f"{page}day-plan/", entry).status_code == 403

    book = load_workbook(io.BytesIO(b"".join(office.get(f"{page}readiness.xlsx").streaming_content)))  # type: ignore[attr-defined] # a file
    assert book.sheetnames == ["点位", "日程", "电话表"]
    cells = [cell.value for row in book["点位"].iter_rows() for cell in row]
    assert HOSTILE in cells
    assert f"缺材料：{HOSTILE}" in cells
    line = UUID(office.get(f"/api/v1/assessor-visits/{visit.pk}/day-plan").json()[0]["id"])
    assert office.post(f"{page}day-plan/{line}/remove/").status_code == 302
    assert "还没有日程" in read(office, f"{page}day-plan/")


def test_same_over_the_api(cast: Cast, signed_in: SignedIn) -> None:
    field, visit = drawn_visit(cast)
    client, path = signed_in(cast.chief), f"/api/v1/assessor-visits/{visit.pk}"

    def sends(method: str, rest: str, body: Any = None) -> Any:
        data = "" if body is None else json.dumps(body)
        answer = client.generic(method, f"{path}{rest}", data=data, content_type="application/json")
        assert answer.status_code in {200, 201}, answer.content
        return answer.json()

    told = {"person_id": cast.keeper.pk, "rehearsal": "passed", "rehearsed_on": str(today())}
    made = sends("POST", f"/readiness/{field.sites[0].pk}", told)
    found = sends("GET", "/readiness")
    entry = sends("POST", "/day-plan", {"day": str(visit.first_on), "starts": "09:00", "text": "实地"})

    assert (made["person_id"], made["rehearsal"]) == (cast.keeper.pk, "passed")
    assert (found["total"], found["go"], found["is_known"]) == (3, 0, True)
    assert any(each["name"] == "向巷长" for each in sends("GET", "/phone-list"))
    assert sends("DELETE", f"/day-plan/{entry['id']}") == []
    assert client.get(f"{path}/readiness.xlsx").status_code == 200


def test_material_of_the_standards_that_look_at_a_site_is_linked(cast: Cast, signed_in: SignedIn) -> None:
    field, visit = drawn_visit(cast, sites=1)
    [site], standard = field.sites, field.framework.standards.first()
    assert standard is not None
    standard.site_types.add(site.site_type)
    asked = make_material(cast, standard)
    page = f"/command/visits/{visit.pk}/readiness/"
    assert f"0/{asked.count}" in read(signed_in(cast.chief), page)
    shown = read(signed_in(cast.leader), f"{page}{site.pk}/")
    assert (asked.title in shown, standard.code in shown, "演练日期" in shown) == (True, True, False)
    [told] = signed_in(cast.chief).get(f"/api/v1/assessor-visits/{visit.pk}/readiness").json()["sites"]
    assert told["material"]["asked"] == asked.count
    one = signed_in(cast.chief).get(f"/api/v1/assessor-visits/{visit.pk}/readiness/{site.pk}").json()
    assert one["standards"][0]["requests"][0]["title"] == asked.title


def test_list_is_cut_to_words_and_to_what_one_prepares(cast: Cast, signed_in: SignedIn) -> None:
    field, visit = drawn_visit(cast)
    Site.objects.filter(pk=field.sites[0].pk).update(owner=cast.sanitation)
    page = f"/command/visits/{visit.pk}/readiness/"
    own = read(signed_in(cast.liaison), f"{page}?show=own")
    assert (field.sites[0].name in own, field.sites[1].name in own) == (True, False)
    assert "我来准备的" not in read(signed_in(cast.chief), page)
    found = read(signed_in(cast.chief), f"{page}?q={field.sites[1].number}")
    assert (field.sites[0].number in found, field.sites[1].number in found) == (False, True)


def test_page_takes_as_many_statements_for_many_sites_as_for_few(
    cast: Cast, signed_in: SignedIn, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(cast.chief)

    def asked(visit: AssessorVisit) -> int:
        read(client, f"/command/visits/{visit.pk}/readiness/")
        with django_assert_max_num_queries(30) as captured:
            read(client, f"/command/visits/{visit.pk}/readiness/")
        return len(captured)

    _field, visit = drawn_visit(cast, sites=2)
    few = asked(visit)
    sites = list(Site.objects.all())
    for number in range(30):
        site = Site.objects.create(
            number=f"R{number}", name=f"点位{number}", site_type=sites[0].site_type, area=sites[0].area
        )
        made_ready(cast, visit, site)
    assert asked(visit) == few
