"""Regulations through the pages: entered, replaced, repealed, found as of a day."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from chuangcheng.command.models import Regulation
from chuangcheng.command.queries.regulations import RegulationFilter, dates_of, regulations_shown
from chuangcheng.command.regulation_states import Standing, standing_on
from chuangcheng.command.testing import make_circular, make_regulation
from chuangcheng.command.tests.test_circulars import pdf, read
from chuangcheng.core.ids import new_id
from chuangcheng.core.sheets import read_book
from chuangcheng.core.testing import run_all_jobs
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast, actor_of, signed_in

pytestmark = pytest.mark.django_db
LIST = "/command/regulations/"
HOSTILE = "<script>alert(1)</script>"
YEAR = timedelta(days=365)


def typed(**changed: Any) -> dict[str, Any]:
    return {
        "regulation_id": str(new_id()),
        "title": "门前三包管理办法",
        "kind": "measures",
        "in_force_from": str(today()),
        "text": "第一条　为了规范门前责任。",
        **changed,
    }


def test_office_enters_a_regulation_with_its_basis(cast: Cast) -> None:
    basis, office = make_circular(cast), signed_in(cast.chief)
    assert "还没有制度" in read(signed_in(cast.liaison), LIST)
    sent = typed(basis_number=basis.number, unit_ids=[cast.east.pk])
    for _again in range(2):
        assert office.post(f"{LIST}new/", {**sent, "files": [pdf("沿街商户自觉履行责任。")]}).status_code == 302
    found = Regulation.objects.get()
    shown = read(signed_in(cast.liaison), f"{LIST}{found.pk}/")
    for words in ("现行有效", basis.title, "东关街道", "为了规范门前责任", "通知.pdf"):
        assert words in shown
    run_all_jobs()
    for query, title in (("规范门前", found.title), ("沿街商户", "通知.pdf")):
        assert title in read(signed_in(cast.west_liaison), f"/search/?q={query}")
    file_id = found.files.get().pk
    answer = signed_in(cast.west_liaison).get(f"/command/circulars/files/{file_id}/")
    assert answer["Location"].startswith(f"{LIST}{found.pk}/")


def test_replaced_regulation_is_found_as_of_the_days_before(cast: Cast) -> None:
    former = make_regulation(cast, title="旧办法", in_force_from=today() - 2 * YEAR)
    office = signed_in(cast.chief)
    address = f"{LIST}{former.pk}/replace/"
    assert "旧办法" in read(office, address)
    early = typed(title="新办法", in_force_from=str(former.in_force_from))
    assert office.post(address, early).status_code == 422
    assert office.post(address, typed(title="新办法")).status_code == 302
    assert office.post(address, typed(title="又一个")).status_code == 422

    now, then = (
        read(office, f"{LIST}?standing=in_force"),
        read(office, f"{LIST}?standing=in_force&day={today() - YEAR}"),
    )
    assert "旧办法</a>" not in now
    assert "新办法</a>" in now
    assert "旧办法</a>" in then
    assert "新办法</a>" not in then
    shown = read(office, f"{LIST}{former.pk}/")
    assert "已被代替" in shown
    assert "新办法" in shown
    assert "旧办法" in read(office, f"{LIST}{Regulation.objects.get(title='新办法').pk}/")


def test_repeal_needs_a_reason_and_a_day(cast: Cast) -> None:
    found = make_regulation(cast, in_force_from=today() - YEAR)
    office, address = signed_in(cast.chief), f"{LIST}{found.pk}/repeal/"
    assert office.post(address, {"reason": "", "first_day": str(today())}).status_code == 422
    assert office.post(address, {"reason": "机构改革", "first_day": "2026-13-45"}).status_code == 422
    assert office.post(address, {"reason": "机构改革", "first_day": "1990-01-01"}).status_code == 422
    assert office.post(address, {"reason": "机构改革", "first_day": str(today())}).status_code == 302
    assert office.post(address, {"reason": "再废一次", "first_day": str(today())}).status_code == 409
    assert "机构改革" in read(signed_in(cast.liaison), f"{LIST}{found.pk}/")


def test_what_is_in_force_is_not_changed(cast: Cast) -> None:
    found = make_regulation(cast)
    assert signed_in(cast.chief).post(f"{LIST}{found.pk}/edit/", typed(title="改")).status_code == 422
    coming = make_regulation(cast, in_force_from=today() + timedelta(days=5))
    sent = typed(title="改", in_force_from=str(today() + timedelta(days=9)))
    assert signed_in(cast.chief).post(f"{LIST}{coming.pk}/edit/", sent).status_code == 302
    assert Regulation.objects.get(pk=coming.pk).title == "改"


def test_office_hears_that_a_regulation_runs_out(cast: Cast) -> None:
    make_regulation(cast, title="将到期的方案", in_force_until=today() + timedelta(days=20))
    make_regulation(cast, title="还早的方案", in_force_until=today() + timedelta(days=200))
    shown = read(signed_in(cast.chief), "/")
    assert "将到期的方案" in shown
    assert "还早的方案" not in shown
    assert "将到期的方案" not in read(signed_in(cast.liaison), "/")


def test_filter_says_the_same_as_the_rule(cast: Cast) -> None:
    old = make_regulation(cast, in_force_from=date(2020, 1, 1), in_force_until=date(2021, 12, 31))
    make_regulation(cast, in_force_from=date(2023, 1, 1), replaces_id=old.pk)
    make_regulation(cast, in_force_from=date(2020, 6, 1))
    Regulation.objects.filter(in_force_from=date(2020, 6, 1)).update(repealed_from=date(2022, 1, 1))
    actor = actor_of(cast.chief)
    for day in (date(2019, 1, 1), date(2020, 3, 1), date(2021, 12, 31), date(2022, 6, 1), date(2023, 1, 1)):
        for standing in Standing:
            rows = regulations_shown(actor=actor, chosen=RegulationFilter(day, standing.value))
            everything = regulations_shown(actor=actor, chosen=RegulationFilter(day))
            wanted = {row.pk for row in everything if standing_on(dates_of(row), day) is standing}
            assert {row.pk for row in rows} == wanted, (day, standing)


@pytest.mark.parametrize(
    "changed",
    [
        {"title": ""},
        {"title": "长" * 201},
        {"title": "空\x00"},
        {"text": ""},
        {"kind": "law"},
        {"in_force_until": "2001-01-01"},
        {"basis_number": "没有"},
        {"unit_ids": ["999999"]},
        {"in_force_from": "0001-01-01"},
    ],
)
def test_wrong_form_comes_back(cast: Cast, changed: dict[str, Any]) -> None:
    assert signed_in(cast.chief).post(f"{LIST}new/", typed(**changed)).status_code == 422
    assert not Regulation.objects.exists()


def test_hostile_words_are_escaped_and_workbook_holds_the_list(cast: Cast) -> None:
    found = make_regulation(cast, title=HOSTILE, text=HOSTILE, basis_words=HOSTILE, document_number=HOSTILE)
    client = signed_in(cast.liaison)
    for address in (LIST, f"{LIST}{found.pk}/", f"{LIST}?q=%00&day=x&standing=%27&kind=z"):
        assert "<script>alert" not in read(client, address)
    for address in ("/command/regulations.xlsx", "/api/v1/regulations.xlsx"):
        answer: Any = client.get(address)
        [sheet] = read_book(b"".join(answer.streaming_content))
        assert HOSTILE in {cell for row in sheet.rows for cell in row}


def test_same_over_the_api(cast: Cast) -> None:
    office = signed_in(cast.chief)

    def sends(method: str, path: str, body: Any = None, *, by: Client = office) -> Any:
        data = "" if body is None else json.dumps(body)
        answer = by.generic(method, f"/api/v1{path}", data=data, content_type="application/json")
        assert answer.status_code in {200, 201}, answer.content
        return answer.json()

    facts = {"title": "办法", "kind": "measures", "text": "第一条"}
    made = sends("POST", "/regulations", {**facts, "in_force_from": "2024-01-01"})
    assert made["standing"] == "in_force"
    newer = sends("POST", "/regulations", {**facts, "in_force_from": str(today() + YEAR), "replaces_id": made["id"]})
    assert newer["standing"] == "coming"
    assert [row["number"] for row in newer["chain"]] == [newer["number"], made["number"]]
    sends("PUT", f"/regulations/{newer['id']}", {**facts, "title": "新办法", "in_force_from": str(today() + YEAR)})
    told = {"first_day": str(today() + 2 * YEAR), "reason": "停用"}
    assert sends("POST", f"/regulations/{newer['id']}/repeal", told)["repeal_reason"] == "停用"
    day = today() + YEAR
    [row] = sends("GET", f"/regulations?standing=in_force&day={day}", by=signed_in(cast.liaison))
    assert row["title"] == "新办法"
    answer = office.post(f"/api/v1/regulations/{newer['id']}/files", {"files": [pdf()]})
    assert answer.status_code == 201
