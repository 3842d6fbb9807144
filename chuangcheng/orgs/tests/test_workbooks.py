from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from django.utils.translation import override
from openpyxl import load_workbook

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.imports.kinds import kind_for
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.run import run_import
from chuangcheng.core.models import AuditEntry
from chuangcheng.core.sheets import read_book
from chuangcheng.core.times import today
from chuangcheng.orgs import services
from chuangcheng.orgs.models import Unit
from chuangcheng.orgs.services import PersonFacts, PostFacts, UnitFacts
from chuangcheng.orgs.testing import Cast, actor_of, make_person
from chuangcheng.orgs.tests.conftest import SignedIn
from chuangcheng.orgs.tests.test_unit_pages import _queries


def taken(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined] # Django's own switch


def rows(content: bytes) -> list[tuple[object, ...]]:
    sheet = load_workbook(BytesIO(content)).active
    assert sheet is not None
    return list(sheet.iter_rows(values_only=True))


def brought_back(kind: str, content: bytes) -> Report:
    return run_import(kind_for(kind), read_book(content, name="back.xlsx"), actor=SYSTEM)


@pytest.fixture
def known(cast: Cast) -> Cast:
    """The cast, a body that acts with another, a person with a phone, two posts and an odd name."""
    facts = UnitFacts("联席办", Unit.Kind.JOINT_OFFICE, acts_with_id=cast.office.pk, aliases=("联席会议办",))
    services.create_unit(actor=SYSTEM, parent_id=cast.place.pk, facts=facts)
    account = services.create_person(
        actor=SYSTEM,
        facts=PersonFacts("formula", "=1+1", phone="13812345678"),
        unit_id=cast.east.pk,
        post=PostFacts(starts_on=today(), duty="head", title="主任"),
    )
    services.give_post(
        actor=SYSTEM, person_id=account.person.pk, unit_id=cast.west.pk, facts=PostFacts(starts_on=today())
    )
    return cast


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_workbooks_come_back_in_and_change_nothing(known: Cast, signed_in: SignedIn, language: str) -> None:
    client = signed_in(known.chief)
    with override(language):
        units, people = taken(client, "/units/export/"), taken(client, "/people/export/")
    for kind, content in (("units", units), ("people", people)):
        report = brought_back(kind, content)
        assert report.problems == []
        assert report.read == report.unchanged > 5


def test_people_come_with_a_row_for_each_post_and_no_open_phone(known: Cast, signed_in: SignedIn) -> None:
    found = [row for row in rows(taken(signed_in(known.chief), "/people/export/")) if row[0] == "=1+1"]
    assert [(row[2], row[4], row[7]) for row in found] == [
        ("东关街道", "第一责任人", "138****5678"),
        ("西苑街道", "工作人员", "138****5678"),
    ]
    assert AuditEntry.objects.filter(action="orgs.export_people").exists()


def test_workbook_has_what_the_list_shows_and_nothing_of_another_street(known: Cast, signed_in: SignedIn) -> None:
    client = signed_in(known.east_liaison)
    names = [row[0] for row in rows(taken(client, "/units/export/?q=柳巷"))]
    assert names == ["单位名称", "柳巷社区"]
    assert "西苑街道" not in str(rows(taken(client, "/api/v1/units/workbook")))
    assert "西联络" not in str(rows(taken(client, "/api/v1/people/workbook")))


def test_workbooks_ask_as_much_of_thirty_people_as_of_three(known: Cast, signed_in: SignedIn) -> None:
    client = signed_in(known.chief)
    before = [_queries(client, address) for address in ("/people/export/", "/units/export/")]
    for number in range(30):
        make_person(f"extra-{number}", unit=known.lane, role="lane_chief")
    assert [_queries(client, address) for address in ("/people/export/", "/units/export/")] == before
    assert actor_of(known.chief).may("orgs.view")
