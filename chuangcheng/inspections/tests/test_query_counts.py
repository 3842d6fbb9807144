"""The cost of a page does not grow with its rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now
from chuangcheng.inspections import services
from chuangcheng.inspections.queries import WhatCounts, tallies
from chuangcheng.inspections.services import AnswerGiven
from chuangcheng.inspections.testing import (
    MARKET,
    Field,
    answers_for,
    bring_to,
    make_field,
    make_round,
    make_visit,
    sent_photo,
    visit_given,
)
from chuangcheng.orgs.testing import Cast, actor_of, make_person
from chuangcheng.sites.testing import make_item, make_site

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FEW, MANY = 3, 30
MOST = 25  # statements of a page, with session and shell


@pytest.fixture
def client(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.chief, backend=BACKEND)
    return client


def statements(act: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def page_statements(client: Client, address: str) -> int:
    def get() -> None:
        assert client.get(address).status_code == 200

    get()  # what is looked up once in a process
    return statements(get)


@dataclass
class Grown:
    """Measures before and after growth."""

    few: int
    many: int

    def is_flat(self) -> bool:
        """True when growth cost nothing."""
        return self.few == self.many


def grown(measure: Callable[[], int], grow: Callable[[], None]) -> Grown:
    few = measure()
    grow()
    return Grown(few, measure())


def more_sites(cast: Cast, field: Field, found: Any) -> None:
    """The round grows to MANY sites, each with a visit and an inspector of its own."""
    chief = actor_of(cast.chief)
    for number in range(FEW, MANY):
        site = make_site(f"第{number + 1}集贸市场", area=cast.lane, site_type=MARKET)
        person = make_person(f"inspector{number}", unit=cast.office, role="inspector")
        services.add_sites(actor=chief, round_id=found.pk, site_ids=[site.pk])
        services.assign_inspector(actor=chief, round_id=found.pk, site_ids=[site.pk], inspector_id=person.pk)
        make_visit(cast, field, found, site=site, person=person)


def more_rounds(cast: Cast, field: Field) -> None:
    """MANY rounds instead of FEW."""
    for _number in range(FEW, MANY):
        make_round(cast, field)


def test_list_of_rounds(cast: Cast, client: Client) -> None:
    field = make_field(cast)
    for _number in range(FEW):
        make_round(cast, field)
    counts = grown(
        lambda: page_statements(client, "/rounds/"),
        lambda: more_rounds(cast, field),
    )
    assert counts.is_flat(), counts
    assert counts.many <= MOST


def test_round_page(cast: Cast, client: Client) -> None:
    field = make_field(cast, sites=FEW)
    found = make_round(cast, field)
    for site in field.sites:
        make_visit(cast, field, found, site=site)
    counts = grown(lambda: page_statements(client, f"/rounds/{found.pk}/"), lambda: more_sites(cast, field, found))
    assert counts.is_flat(), counts
    assert counts.many <= MOST


def test_adding_sites_and_my_visits(cast: Cast, client: Client) -> None:
    few = make_field(cast, sites=FEW)
    own = make_round(cast, few, inspector=cast.chief)
    draft = services.create_round(
        actor=actor_of(cast.chief),
        name="空轮次",
        kind="weekly",
        framework_id=few.framework.pk,
        starts_on=own.starts_on,
        ends_on=own.ends_on,
    )

    def measure() -> int:
        return page_statements(client, f"/rounds/{draft.pk}/sites/") + page_statements(client, "/visits/mine/")

    def grow() -> None:
        sites = [make_site(f"市场{number}", area=cast.lane, site_type=MARKET) for number in range(MANY)]
        chief, ids = actor_of(cast.chief), [site.pk for site in sites[: MANY // 2]]
        services.add_sites(actor=chief, round_id=own.pk, site_ids=ids)
        services.assign_inspector(actor=chief, round_id=own.pk, site_ids=ids, inspector_id=cast.chief.pk)

    counts = grown(measure, grow)
    assert counts.is_flat(), counts


def visit_statements(cast: Cast, client: Client, field: Field) -> tuple[int, int, int]:
    """What the form, the submitting and the result page cost, with a photo and a case."""
    found, inspector = make_round(cast, field), actor_of(cast.inspector)
    failed = {"litter": AnswerGiven(0, {"faults": 2}, "", (sent_photo(cast.inspector),)), "stalls": {"ok": False}}
    given = visit_given(found, field.sites[0], answers_for(field, **failed))
    form = page_statements(client, f"/rounds/{found.pk}/sites/{field.sites[0].pk}/visit/")
    submit = statements(lambda: services.submit_visit(actor=inspector, given=given))
    litter = found.visits.get().answers.get(item=field.items["litter"])
    services.open_case_for_answer(actor=inspector, answer_id=litter.pk, case_id=new_id())
    return form, submit, page_statements(client, f"/visits/{given.id}/")


def longer(field: Field) -> Field:
    """The same market with a checklist of MANY items."""
    items = dict(field.items)
    for number in range(len(items), MANY):
        items[f"more{number}"] = make_item(field.sites[0].site_type, f"more{number}", text=f"检查项{number}。")
        items[f"more{number}"].standards.set(field.standards.values())
    return replace(field, items=items)


def test_form_submitting_and_result(cast: Cast, client: Client) -> None:
    field = make_field(cast)
    few = visit_statements(cast, client, field)
    assert visit_statements(cast, client, longer(field)) == few
    form, submit, result = few
    assert max(form, result) <= MOST
    assert submit <= MOST


def test_tallies_take_one_statement(cast: Cast, django_assert_num_queries: Any) -> None:
    field = make_field(cast, sites=FEW)
    found = make_round(cast, field)
    for site in field.sites:
        make_visit(cast, field, found, site=site)
    bring_to(cast, found, "released")
    with django_assert_num_queries(1):
        assert len(tallies(WhatCounts(field.framework.pk, until=now()))) == 9
