"""What is wrong with the page that a browser shows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.journeys.walk.words import is_odd, is_our_chinese, latin_words

LOOK = Path(__file__).with_name("page.js").read_text(encoding="utf-8")
OVER_PIXELS = 1  # rounding of the browser
AXE_RUN = """async () => (await axe.run(document, {runOnly: ["wcag2a", "wcag2aa"], resultTypes: ["violations"]}))
  .violations.filter((each) => ["serious", "critical"].includes(each.impact))
  .map((each) => `${each.id}: ${each.nodes.slice(0, 3).map((node) => node.html.slice(0, 140)).join(" | ")}`)"""


def look_at(page: Page) -> dict[str, Any]:
    """The page as `page.js` tells of it."""
    seen: dict[str, Any] = page.evaluate(LOOK)
    return seen


def faults_of(seen: dict[str, Any], *, is_english: bool) -> Iterator[str]:
    """What is wrong at any width."""
    if not seen["title"].split("·")[0].strip():
        yield "no title"
    if not seen["heading"]:
        yield "no h1"
    if not (seen["main"].replace(seen["heading"], "") or seen["mainHasMore"]):
        yield "main is empty"
    yield from (f"has no name: {each}" for each in seen["nameless"])
    yield from (f"leads nowhere: {each}" for each in seen["dead"])
    yield from (
        f"“{each['words']}” in {each['spot']}" for each in seen["texts"] if is_odd(each["words"], is_english=is_english)
    )
    yield from (
        f"wrong language: “{each['words'][:60]}” in {each['spot']}"
        for each in seen["texts"]
        if _is_foreign(each, is_english=is_english)
    )


def _is_foreign(text: dict[str, str], *, is_english: bool) -> bool:
    """Whether a text is of the other language; one that is marked as such is right."""
    if (text["lang"] == "en") != is_english:
        return False
    return is_our_chinese(text["words"]) if is_english else bool(latin_words(text["words"]))


def faults_of_width(seen: dict[str, Any], *, is_phone: bool) -> Iterator[str]:
    """What is wrong at this width."""
    if seen["over"] > OVER_PIXELS:
        yield f"scrolls sideways by {seen['over']} px"
    if is_phone:
        yield from (f"too small to touch: {each}" for each in seen["small"])


def barriers_in(page: Page) -> list[str]:
    """What axe-core calls serious or critical."""
    page.evaluate(_axe())
    found: list[str] = page.evaluate(AXE_RUN)
    return found


@cache
def _axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
