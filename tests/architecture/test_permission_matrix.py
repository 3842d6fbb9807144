"""Walks the hand-written matrix: each role at each door, each request taken back afterwards."""

from __future__ import annotations

import copy
import functools
from dataclasses import dataclass
from importlib import import_module
from string import Template
from types import ModuleType

import pytest
from allauth.account.auth_backends import AuthenticationBackend
from django.db import transaction
from django.test import Client

from chuangcheng.orgs import middleware
from chuangcheng.orgs.access import actor_for
from chuangcheng.orgs.models import Unit
from chuangcheng.orgs.testing import Cast, make_person
from tests.architecture.permissions import ROLES
from tests.architecture.routes import Door, api_routes, pages

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CONTEXTS = [
    *(
        "core",
        "orgs",
        "standards",
        "sites",
        "inspections",
        "intake",
        "tasks",
        "evidence",
        "cases",
        "scoring",
        "supervision",
        "command",
        "field",
    ),
    *("portal", "reports", "workbench", "supervision_orders", "supervision_accountability", "command_lists"),
]
CLOSED = {401, 403, 404}


@dataclass(frozen=True)
class Row:
    """A line of the matrix."""

    route: str
    method: str
    passing: frozenset[str]
    body: str


def matrix(context: str) -> ModuleType:
    """The module of this context."""
    return import_module(f"tests.architecture.permissions.{context}")


def rows(context: str) -> list[Row]:
    """Every line of this context, pages and API."""
    module = matrix(context)
    return [_row(line) for line in [*module.PAGES.strip().splitlines(), *module.API.strip().splitlines()]]


def open_rows(context: str) -> list[Row]:
    """The lines of the pages that open for everybody, signed in or not."""
    return [_row(line) for line in getattr(matrix(context), "PUBLIC", "").strip().splitlines()]


def _row(line: str) -> Row:
    route, method, letters, body = [*line.split(maxsplit=3), ""][:4]
    passing = {"*": frozenset(ROLES), "-": frozenset[str]()}.get(letters, frozenset(letters))
    assert passing <= set(ROLES), line
    return Row(route, method, passing, body)


@functools.cache
def doors() -> dict[str, Door]:
    """Every door by its name in the matrix; API routes by their path."""
    return {door.route: door for door in [*pages(), *(door for door, _method in api_routes())]}


@pytest.fixture
def known_people(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who each is and what they may do is looked up once: no door changes it, since all is taken back."""
    person_with = functools.cache(AuthenticationBackend().get_user)
    known = functools.cache(actor_for)
    monkeypatch.setattr(AuthenticationBackend, "get_user", lambda _backend, pk: copy.copy(person_with(pk)))
    monkeypatch.setattr(middleware, "actor_for", lambda person, today: known(person, today=today))


@pytest.fixture
def clients(cast: Cast, known_people: None) -> dict[str, Client]:
    """A signed-in client for each role, with a post in the whole place."""
    place = Unit.objects.get(pk=cast.place.pk)
    found = {}
    for letter, role in ROLES.items():
        found[letter] = Client()
        found[letter].force_login(make_person(f"role-{role}".replace("_", "-"), unit=place, role=role), backend=BACKEND)
    return found


def status_of(client: Client, row: Row, address: str, things: dict[str, object]) -> int:
    """The answer's status; what the request wrote is taken back, so that the next role finds the same."""
    body = Template(row.body).safe_substitute(things)
    with transaction.atomic():
        if body or row.route.startswith("/"):
            answer = client.generic(row.method, address, body, content_type="application/json")
        else:
            answer = client.generic(row.method, address)
        transaction.set_rollback(True)
    return answer.status_code


@pytest.mark.parametrize("context", CONTEXTS)
def test_doors_open_for_those_and_only_those_whom_the_matrix_names(
    context: str, cast: Cast, clients: dict[str, Client]
) -> None:
    things: dict[str, object] = getattr(matrix(context), "things", lambda _cast: {})(cast)
    wrong = []
    for row in rows(context):
        door = doors()[row.route]
        for letter, client in clients.items():
            status = status_of(client, row, door.at(things), things)
            is_open = status not in CLOSED or (status == 404 and not door.is_known(things))
            if letter in row.passing and not is_open:
                wrong.append(f"{row.method} {row.route} refuses {ROLES[letter]} ({status})")
            if letter not in row.passing and status not in CLOSED:
                wrong.append(f"{row.method} {row.route} lets {ROLES[letter]} in ({status})")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("context", CONTEXTS)
def test_nobody_passes_without_signing_in(context: str, db: None) -> None:
    for row in rows(context):
        door = doors()[row.route]
        answer = Client().generic(row.method, door.at({}), row.body, content_type="application/json")
        assert answer.status_code in {302, 401, 403} | ({404} if door.kinds else set()), row.route
        if answer.status_code == 302:
            assert "/accounts/login/" in answer["Location"], row.route


@pytest.mark.parametrize("context", CONTEXTS)
def test_public_doors_open_for_everybody(context: str, db: None) -> None:
    for row in open_rows(context):
        door = doors()[row.route]
        answer = Client().generic(row.method, door.at({}) + row.body)
        assert answer.status_code not in {302, 401, 403} | (set() if door.kinds else {404}), row.route


@pytest.mark.parametrize("context", CONTEXTS)
def test_no_door_is_missing_from_the_matrix(context: str) -> None:
    parts = [part for part in CONTEXTS if part.startswith(context)]  # a context may have several modules
    named = {(row.route, row.method) for part in parts for row in [*rows(part), *open_rows(part)]}
    routes = {route for route, _method in named}
    missing = [door.route for door in pages() if door.context == context and door.route not in routes]
    missing += [
        f"{method} {door.route}"
        for door, method in api_routes()
        if door.context == context and (door.route, method) not in named
    ]
    assert not missing, "\n".join(missing)
