"""Walks the hand-written matrix: each role at each door. With ids of nothing an open door says 404, a closed 403."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from chuangcheng.orgs.models import Unit
from chuangcheng.orgs.testing import Cast, make_person
from tests.architecture.permission_matrix import ROLES, rows

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOTHING = {
    "int": "987654",
    "uuid": str(UUID("01990000-0000-7000-8000-000000000000")),
    "slug": "nothing",
    "str": "nothing",
}
CLOSED = {403, 404}


@dataclass(frozen=True)
class Door:
    """One page: its address with ids of nothing, and whether it has any."""

    address: str
    has_ids: bool


def doors() -> dict[str, Door]:
    """Every named page of the contexts."""
    found: dict[str, Door] = {}

    def walk(patterns: list[URLPattern | URLResolver], prefix: str, space: str) -> None:
        for pattern in patterns:
            route = str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, prefix + route, pattern.namespace or space)
            elif space and space != "api":
                found[f"{space}:{pattern.name}"] = _door(prefix + route)

    walk(get_resolver().url_patterns, "/", "")
    return found


def _door(route: str) -> Door:
    address = route
    for kind, value in NOTHING.items():
        while f"<{kind}:" in address:
            start = address.index(f"<{kind}:")
            address = address[:start] + value + address[address.index(">", start) + 1 :]
    return Door(address, "<" in route)


@pytest.fixture
def clients(cast: Cast) -> dict[str, Client]:
    """A signed-in client for each role, with a post in the whole place."""
    place = Unit.objects.get(pk=cast.place.pk)
    found = {}
    for letter, role in ROLES.items():
        found[letter] = Client()
        found[letter].force_login(make_person(f"role-{role}".replace("_", "-"), unit=place, role=role), backend=BACKEND)
    return found


def test_doors_open_for_those_and_only_those_whom_the_matrix_names(clients: dict[str, Client]) -> None:
    known = doors()
    wrong = []
    for route, method, passing in rows():
        for letter, client in clients.items():
            door = known[route]
            status = client.generic(method, door.address).status_code
            is_open = status not in CLOSED or (door.has_ids and status == 404)
            if letter in passing and not is_open:
                wrong.append(f"{route} refuses {ROLES[letter]} ({status})")
            if letter not in passing and status not in CLOSED:
                wrong.append(f"{route} lets {ROLES[letter]} in ({status})")
    assert not wrong, "\n".join(wrong)


def test_nobody_passes_without_signing_in(db: None) -> None:
    for route, method, _passing in rows():
        door = doors()[route]
        answer = Client().generic(method, door.address)
        assert answer.status_code in ({302, 401, 403, 404} if door.has_ids else {302, 401, 403}), route
        if answer.status_code == 302:
            assert "/accounts/login/" in answer["Location"], route
