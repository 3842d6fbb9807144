"""Every door of the product, read from its address table and its API: what the hand-written matrix is compared with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver

from chuangcheng.config.api import api

PARAMETER = re.compile(r"[<{](?:(\w+):)?(\w+)[>}]")
NOTHING: dict[str, object] = {
    "int": 987654,
    "uuid": UUID("01990000-0000-7000-8000-000000000000"),
    "integer": 987654,
    "day": "2026-10-01",
    "wire_format": "json",
}
CONTEXT_OF = {"imports": "core"}


@dataclass(frozen=True)
class Door:
    """A page or an API route: its context, its name in the matrix, its address with parameters, their kinds by name."""

    context: str
    route: str
    address: str
    kinds: dict[str, str]

    def at(self, things: dict[str, object]) -> str:
        """The address with the ids that are known and ids of nothing for the others."""

        def value(match: re.Match[str]) -> str:
            name = match[2]
            return str(things.get(name, NOTHING.get(name, NOTHING.get(self.kinds[name], "nothing"))))

        return PARAMETER.sub(value, self.address)

    def is_known(self, things: dict[str, object]) -> bool:
        """True when none of its ids is an id of nothing."""
        return set(self.kinds) <= set(things)


def pages() -> list[Door]:
    """Every named page of the contexts."""
    found: list[Door] = []

    def walk(patterns: list[URLPattern | URLResolver], prefix: str, space: str) -> None:
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, route, pattern.namespace or space)
            elif space and space != "api":
                kinds = {name: kind or "str" for kind, name in PARAMETER.findall(route)}
                found.append(Door(CONTEXT_OF.get(space, space), f"{space}:{pattern.name}", route, kinds))

    walk(get_resolver().url_patterns, "/", "")
    return found


def api_routes() -> list[tuple[Door, str]]:
    """Every API route with its method."""
    found = []
    for address, methods in api.get_openapi_schema()["paths"].items():
        for method, operation in methods.items():
            kinds = {
                each["name"]: each["schema"].get("format") or each["schema"].get("type", "str")
                for each in operation.get("parameters", [])
                if each["in"] == "path"
            }
            door = Door(operation["tags"][0], address.removeprefix("/api/v1"), address, kinds)
            found.append((door, method.upper()))
    return found
