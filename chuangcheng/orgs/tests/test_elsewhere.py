"""Whoever keeps everything of one street reaches nothing of another, by no address."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from chuangcheng.core.models import AuditEntry
from chuangcheng.core.times import today
from chuangcheng.orgs.models import Delegation, Secondment
from chuangcheng.orgs.testing import Cast, grant, make_person
from chuangcheng.orgs.tests.conftest import SignedIn

EVERYTHING = ("orgs.view", "orgs.change_units", "orgs.change_people", "orgs.view_phones", "orgs.manage_accounts")
DAY = today().isoformat()
LATER = (today() + timedelta(days=2)).isoformat()  # still to come when midnight passes between here and the test
PAGES = [
    "GET units/{unit}/",
    "GET units/{unit}/edit/",
    "GET units/{unit}/merge/",
    "GET units/{unit}/split/",
    "GET units/new/?parent={unit}",
    "GET units/{own_unit}/merge/?into={unit}",
    "GET people/{person}/",
    "GET people/{person}/edit/",
    "GET people/{person}/delegate/",
    "GET people/{person}/second/",
    "GET people/new/?unit={unit}",
    "GET posts/new/?person={person}",
    "GET posts/new/?unit={unit}",
    "GET posts/{post}/hand-over/",
    "POST people/{person}/phone/",
    "POST people/{person}/deactivate/",
    "POST people/{person}/reactivate/",
    "POST people/{person}/reset-password/",
    "POST people/{person}/unlock/",
    "POST people/{person}/remove-mfa/",
    "POST posts/{post}/end/",
    "POST posts/{post}/handover-read/",
    "POST delegations/{delegation}/end/",
]
SPAN = {"starts_on": LATER, "ends_on": LATER, "reason": "休假"}
LOAN = {"starts_on": DAY, "reason": "专班"}
FACTS = {"name": "新名", "kind": "bureau"}
CALLS: list[tuple[str, dict[str, Any]]] = [
    ("GET units/{unit}", {}),
    ("PUT units/{unit}", FACTS),
    ("POST units", {**FACTS, "parent_id": "unit"}),
    ("POST units/{unit}/rename", {"name": "新名"}),
    ("POST units/{unit}/move", {"parent_id": "own_unit"}),
    ("POST units/{own_unit}/move", {"parent_id": "unit"}),
    ("POST units/{unit}/confirm", {**FACTS, "parent_id": "own_unit"}),
    ("POST units/{unit}/merge", {"into_id": "own_unit", "on": DAY, "reason": "并"}),
    ("POST units/{own_unit}/merge", {"into_id": "unit", "on": DAY, "reason": "并"}),
    ("POST units/{unit}/split", {"parts": [FACTS, {**FACTS, "name": "又一"}], "on": DAY, "reason": "分"}),
    ("POST units/{unit}/close", {"on": DAY, "reason": "撤"}),
    ("GET people/{person}", {}),
    ("PUT people/{person}", {"username": "taken-over", "name": "别人"}),
    ("POST people", {"username": "neu", "name": "新人", "unit_id": "unit", "post": {"starts_on": DAY}}),
    ("POST people/{person}/phone", {}),
    ("POST people/{person}/deactivate", {"reason": "调离"}),
    ("POST people/{person}/reset-password", {}),
    ("POST people/{person}/unlock", {}),
    ("POST people/{person}/remove-mfa", {}),
    ("POST posts", {"person_id": "person", "unit_id": "own_unit", "starts_on": DAY}),
    ("POST posts", {"person_id": "own_person", "unit_id": "unit", "starts_on": DAY}),
    ("POST posts/{post}/end", {"last_day": DAY, "reason": "调离"}),
    ("POST posts/{post}/hand-over", {"successor_id": "own_person", "on": DAY}),
    ("POST posts/{own_post}/hand-over", {"successor_id": "person", "on": DAY}),
    ("POST delegations", {"absent_id": "person", "acting_id": "own_person", **SPAN}),
    ("POST delegations", {"absent_id": "own_person", "acting_id": "person", **SPAN}),
    ("POST delegations/{delegation}/end", {}),
    ("POST secondments", {"person_id": "person", "from_unit_id": "unit", "to_unit_id": "own_unit", **LOAN}),
    ("POST secondments", {"person_id": "own_person", "from_unit_id": "own_unit", "to_unit_id": "unit", **LOAN}),
    ("POST secondments/{secondment}/end", {"last_day": DAY}),
]


@dataclass(frozen=True)
class Street:
    """Who tries, and the ids of the other street and of the own."""

    keeper: Any
    ids: dict[str, int]


@pytest.fixture
def street(cast: Cast) -> Street:
    """Somebody who keeps all of the east street, and what there is of the west street."""
    keeper = make_person("keeper2", name="东管家")
    grant(keeper, cast.east, *EVERYTHING)
    own = make_person("east2", unit=cast.lane, role="liaison", name="东二")
    acting = Delegation.objects.create(
        absent=cast.west_liaison, acting=cast.liaison, starts_on=today(), ends_on=today(), reason="休假"
    )
    lent = Secondment.objects.create(
        person=cast.west_liaison, from_unit=cast.west, to_unit=cast.office, starts_on=today()
    )
    ids = {
        "unit": cast.west.pk,
        "person": cast.west_liaison.pk,
        "post": cast.west_liaison.posts.get().pk,
        "delegation": acting.pk,
        "secondment": lent.pk,
        "own_unit": cast.lane.pk,
        "own_person": own.pk,
        "own_post": own.posts.get().pk,
    }
    return Street(keeper, ids)


@pytest.mark.parametrize("line", PAGES)
def test_pages_of_another_street_are_closed(street: Street, signed_in: SignedIn, line: str) -> None:
    method, path = line.split()
    answer = signed_in(street.keeper).generic(method, "/" + path.format(**street.ids))
    assert answer.status_code in {403, 404}


@pytest.mark.parametrize(("line", "body"), CALLS)
def test_api_of_another_street_is_closed(street: Street, signed_in: SignedIn, line: str, body: dict[str, Any]) -> None:
    method, path = line.split()
    sent = {key: street.ids.get(str(value), value) if key.endswith("_id") else value for key, value in body.items()}
    client = signed_in(street.keeper)
    before = AuditEntry.objects.count()
    answer = client.generic(
        method, "/api/v1/" + path.format(**street.ids), json.dumps(sent), content_type="application/json"
    )
    assert answer.status_code in {403, 404}
    assert AuditEntry.objects.count() == before


def test_suggestions_and_search_offer_nobody_of_another_street(street: Street, signed_in: SignedIn) -> None:
    client = signed_in(street.keeper)
    for address in ("/people/options/?q=西联络", "/people/?q=west", "/api/v1/people?q=west", "/search/?q=西联络"):
        shown = client.get(address).content.decode()
        assert "〔west〕" not in shown
        assert f"/people/{street.ids['person']}/" not in shown
        assert "东联络" not in shown
    assert "东二" in client.get("/people/options/?q=东二").content.decode()
