"""Every page that a role is offered, by its own links: in Chinese on PC and phone, for the two busiest roles in English
and on the office's old screen too. `script/test --walk --screenshots DIR` keeps a picture of each."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from chuangcheng.demo.people import LOG_INS
from tests.journeys.visitors import Visitors
from tests.journeys.walk.walker import OFFICE, PC, PHONE, Walker

BUSIEST = ("chuangchengban", "lianluoyuan")
FEWEST_PAGES = 4


@pytest.fixture(scope="session")
def barriers_seen() -> set[tuple[str, int]]:
    """The kinds of pages that axe has looked at."""
    return set()


@pytest.fixture
def pictures(pytestconfig: pytest.Config) -> Path | None:
    """Where pictures go, when they are wanted."""
    wanted = pytestconfig.getoption("--screenshots")
    if not wanted:
        return None
    folder = Path(wanted)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.mark.walk
@pytest.mark.parametrize("username", [log_in.username for log_in in LOG_INS])
def test_every_page_offered_is_whole_in_chinese(
    username: str, visitors: Visitors, barriers_seen: set[tuple[str, int]], pictures: Path | None
) -> None:
    widths = (PC, OFFICE, PHONE) if username in BUSIEST else (PC, PHONE)
    visitor = visitors.on_pc(username)
    walker = Walker(
        visitor.page.context, visitor.address, username, widths, barriers_seen=barriers_seen, pictures=pictures
    )
    walker.walk()
    assert len(walker.walked) >= FEWEST_PAGES, walker.walked
    assert not walker.faults, "\n".join(walker.faults)


@pytest.mark.walk
@pytest.mark.parametrize("username", BUSIEST)
def test_every_page_offered_is_whole_in_english(
    username: str, browser: Browser, visitors: Visitors, barriers_seen: set[tuple[str, int]], pictures: Path | None
) -> None:
    visitor = visitors.on_pc(username)
    context = browser.new_context(locale="en-US", storage_state=visitor.page.context.storage_state())
    context.add_cookies([{"name": "django_language", "value": "en", "url": visitor.address}])
    walker = Walker(
        context,
        visitor.address,
        f"{username}-en",
        (PC, OFFICE),
        is_english=True,
        barriers_seen=barriers_seen,
        pictures=pictures,
    )
    walker.walk()
    context.close()
    assert not walker.faults, "\n".join(walker.faults)
