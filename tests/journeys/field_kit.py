"""Sites and rounds that a journey makes for itself, so that journeys do not meet in the demo's."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from playwright.sync_api import FilePayload
from uuid6 import uuid7

from tests.journeys.visitors import Visitor


def once(words: str) -> str:
    """The words with a mark of their own, so that a journey may run twice in one product."""
    return words + str(uuid7())[-6:]


def sends(visitor: Visitor, path: str, body: dict[str, Any]) -> Any:
    """The JSON answer to a POST over the API, as the person."""
    cookies = visitor.page.context.cookies()
    token = next(cookie["value"] for cookie in cookies if cookie["name"] == "csrftoken")
    answer = visitor.page.request.post(
        f"{visitor.address}/api/v1{path}", data=body, headers={"X-CSRFToken": token, "Referer": visitor.address}
    )
    assert answer.ok, f"{path} answered {answer.status}: {answer.text()[:300]}"
    return answer.json() if answer.body() else None


def kept_photos(visitor: Visitor, path: str, shot: FilePayload) -> list[str]:
    """Sends a photo over the API; gives its id, as moves and answers take it."""
    token = next(each["value"] for each in visitor.page.context.cookies() if each["name"] == "csrftoken")
    answer = visitor.page.request.post(
        f"{visitor.address}/api/v1/{path}",
        multipart={"photos": shot},
        headers={"X-CSRFToken": token, "Referer": visitor.address},
    )
    assert answer.ok, answer.text()[:300]
    read = answer.json()
    return list(read["ids"]) if isinstance(read, dict) else [row["id"] for row in read]


def unit_named(visitor: Visitor, name: str) -> int:
    """The id of the unit with exactly this name."""
    return int(next(row["id"] for row in visitor.reads("/units", q=name)["items"] if row["name"] == name))


def new_site(office: Visitor, *, name: str, site_type: str, area: str) -> str:
    """Registers a site in a community; gives its id."""
    types = {row["name"]: row["id"] for row in office.reads("/site-types")}
    facts = {"id": str(uuid7()), "name": name, "site_type_id": types[site_type], "area_id": unit_named(office, area)}
    return str(sends(office, "/sites", facts)["id"])


def new_round(office: Visitor, *, name: str, kind: str, days: int) -> str:
    """Sets up a round from today on screen, which then asks for its sites; gives its id."""
    page = office.opens("/rounds/new/")
    page.get_by_label("轮次名称").fill(name)
    page.get_by_label("检查类型").select_option(label=kind)
    page.locator("input[name=starts_on]").fill(days_from_now(0))
    page.locator("input[name=ends_on]").fill(days_from_now(days - 1))
    page.locator("main form .btn-primary[type=submit]").click()
    page.wait_for_url("**/rounds/*/sites/")
    return page.url.rstrip("/").rsplit("/", 2)[1]


def days_from_now(days: int) -> str:
    """A day as forms and the API take it."""
    return (date.today() + timedelta(days=days)).isoformat()  # noqa: DTZ011 - the machine's day is good enough here
