"""A confirmed hit voids everywhere: all pages, papers, exports and API routes that carry a score say so meanwhile.

The list is written by hand. What shows a total and is not on it is found by asking every address of the product.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from chuangcheng.core.access import SYSTEM
from chuangcheng.orgs.testing import Cast
from chuangcheng.scoring.services import move_hit
from tests.architecture.routes import Door, api_routes, pages
from tests.architecture.scored_place import LINKED, ScoredPlace, make_scored_place, standing_hit

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LEAVING = ("logout", "sign_out", "health")
# Every address that gives a total of a framework out, by its name in the address table or its path in the API.
CARRYING = frozenset(
    {
        *("scoring:sheet", "scoring:losses", "scoring:compare", "scoring:stored"),
        *("scoring:download_sheet", "scoring:download_bulletin"),
        *("scoring:cycles", "scoring:cycle", "scoring:year_result", "scoring:download_cycle"),
        *("scoring:rank_round", "scoring:rank_workbook", "scoring:rank_bulletin", "scoring:correct_rank_result"),
        *("command:creation", "command:visit", "command:mock", "command:mock_paper", "command:mock_workbook"),
        "workbench:board",
        *("/scores/{framework_id}", "/scores/{framework_id}/losses", "/scores/{framework_id}/kept"),
        *("/scores/{framework_id}/workbook", "/scores/{framework_id}/bulletin", "/kept-sheets/{sheet_id}"),
        *("/cycles/now", "/cycles/{cycle_id}", "/cycles/{cycle_id}/assumed", "/cycles/{cycle_id}/paper.docx"),
        *("/official-rounds/latest-standing", "/official-rounds/{round_id}"),
        *("/official-rounds/{round_id}/workbook", "/official-rounds/{round_id}/bulletin"),
        *("/mocks", "/mocks/{mock_id}", "/mocks/{mock_id}/paper", "/mocks/{mock_id}/workbook"),
        "/board",
    }
)
# Of these, what shows or uses the score of the framework that the gate names.
CARRYING_LINKED = frozenset(
    {
        *("scoring:sheet", "scoring:losses", "scoring:compare", "scoring:negative", "scoring:cycle"),
        *("scoring:download_sheet", "scoring:download_bulletin", "scoring:download_cycle"),
        *("/scores/{framework_id}", "/scores/{framework_id}/workbook", "/scores/{framework_id}/bulletin"),
        *("/cycles/now", "/cycles/{cycle_id}", "/cycles/{cycle_id}/paper.docx"),
        *("command:mock", "command:mock_paper", "command:mock_workbook", "scoring:stored"),
        *("/mocks/{mock_id}/paper", "/mocks/{mock_id}/workbook", "/frameworks/{framework_id}/linked-scores"),
    }
)
SAID = re.compile(
    r"结果无效[:：]|（无效）|一票否决成立|(?<![一-龥])无效\s*<"  # on pages and papers
    r'|"(?:void|is_void|void_now|gate_void|linked_void|void_by)":\s*(?:true|\["N1"\])'  # in the API
)
LINKED_SAID = re.compile(r'的结果无效[:：]|"(?:linked_void|gate_void|void_by)":\s*\["N1"\]')


@pytest.fixture
def place(cast: Cast) -> ScoredPlace:
    return make_scored_place(cast)


def signed_in(person: Any) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person, backend=BACKEND)
    return client


def words_of(answer: Any) -> str:
    """What an answer says, papers and workbooks unpacked."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return "".join(book.read(name).decode(errors="replace") for name in sorted(book.namelist()))
    return str(content.decode(errors="replace"))


def read_everything(person: Any, place: ScoredPlace) -> dict[str, str]:
    """Name of a door → what this person reads there, of every door that opens."""
    cache.clear()
    client, found = signed_in(person), {}
    doors: list[Door] = [*pages(), *(door for door, method in api_routes() if method == "GET")]
    for door in doors:
        if any(word in door.route for word in LEAVING):
            continue
        answer = client.get(door.at({**place.things[""], **place.things.get(door.context, {})}))
        if answer.status_code == 200:
            found[door.route] = words_of(answer)
    return found


def carrying(read: dict[str, str], *numbers: str) -> set[str]:
    """The doors behind which one of the totals is read."""
    totals = "|".join(re.escape(total) for total in numbers)
    token = re.compile(rf"(?<![\d.])(?:{totals})(?:00)?(?![\d.])")
    return {route for route, words in read.items() if token.search(words)}


def test_totals_of_the_place_are_told_apart(place: ScoredPlace) -> None:
    assert len(set(place.totals.values())) == len(place.totals), place.totals
    assert all(re.fullmatch(r"\d\d\.\d\d", total) for total in place.totals.values()), place.totals


def test_standing_hit_is_said_wherever_a_score_is_and_no_more_when_it_is_lifted(cast: Cast, place: ScoredPlace) -> None:
    hit = standing_hit(cast, place.framework)
    standing = read_everything(cast.chief, place)
    move_hit(actor=SYSTEM, hit_id=hit.pk, move="lift", note="处理完毕")
    lifted = read_everything(cast.chief, place)

    assert set(standing) >= CARRYING, CARRYING - set(standing)
    assert {route for route in CARRYING if not SAID.search(standing[route])} == set()
    assert {route for route in CARRYING if SAID.search(lifted[route])} == set()


@pytest.mark.parametrize("who", ["chief", "leader"])
def test_no_address_that_shows_a_total_is_missing_from_the_list(cast: Cast, place: ScoredPlace, who: str) -> None:
    read = read_everything(getattr(cast, who), place)
    found = carrying(read, *place.totals.values())
    assert found <= CARRYING, f"shows a total: say there that a standing veto voids it; {found - CARRYING}"
    if who == "chief":
        assert found >= CARRYING, f"shows no total any more: {CARRYING - found}"


def test_void_of_the_linked_framework_is_said_wherever_its_score_is(cast: Cast, place: ScoredPlace) -> None:
    hit = standing_hit(cast, place.linked)
    standing = read_everything(cast.chief, place)
    move_hit(actor=SYSTEM, hit_id=hit.pk, move="lift", note="处理完毕")
    lifted = read_everything(cast.chief, place)

    shown = carrying(lifted, LINKED)
    assert shown <= CARRYING_LINKED, f"shows the score of the linked framework: {shown - CARRYING_LINKED}"
    assert {route for route in CARRYING_LINKED if not LINKED_SAID.search(standing[route])} == set()
    assert {route for route in CARRYING_LINKED if LINKED_SAID.search(lifted[route])} == set()
