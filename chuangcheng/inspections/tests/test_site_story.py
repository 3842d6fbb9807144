"""The place page: everything about a site on one line of life, newest first, and only what the person may see."""

from __future__ import annotations

import re
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from chuangcheng.cases import services as cases
from chuangcheng.cases.models import LookBack
from chuangcheng.cases.testing import case_in, report, stored_photo
from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import deliver_events
from chuangcheng.inspections.testing import bring_to, make_field, make_round, make_visit
from chuangcheng.orgs.testing import Cast, actor_of, signed_in
from chuangcheng.sites.services import set_owner

MOST_QUERIES = 15


def words_of(person: Any, address: str) -> list[str]:
    """The moments told on the page, newest first."""
    page = signed_in(person).get(address).content.decode()
    story = page.split('id="site-story"')[1].split("</section>")[0]
    return re.findall(r"<strong>([^<]+)</strong>", story)


def a_long_life(cast: Cast) -> Any:
    """A market that was visited, had a problem that was fixed, came back, and was looked back at; then a new owner."""
    field = make_field(cast)
    site = field.sites[0]
    make_visit(cast, field, make_round(cast, field), litter={"faults": 3})
    case_in("closed", cast, site_id=site.pk)
    deliver_events()
    look = LookBack.objects.get(after_days=30)
    cases.record_look_back(
        actor=actor_of(cast.inspector),
        look_back_id=look.pk,
        finding="came_back",
        photo_ids=[stored_photo(3)],
        case_id=new_id(),
    )
    set_owner(actor=actor_of(cast.chief), site_id=site.pk, owner_id=cast.sanitation.pk)
    deliver_events()
    return site


def test_line_of_life_tells_everything_newest_first(cast: Cast) -> None:
    site = a_long_life(cast)
    told = words_of(cast.chief, f"/sites/{site.pk}/")
    assert told[0] == "责任单位改为区城管局"
    assert set(told[1:3]) == {"回潮 第1次", "回头看（第30天）：已回潮"}
    assert told[3:] == ["已整改", "发现问题", "现场检查"]


def test_page_takes_at_most_fifteen_queries_of_its_own(cast: Cast) -> None:
    site = a_long_life(cast)
    client = signed_in(cast.chief)
    client.get(f"/sites/{site.pk}/")
    with CaptureQueriesContext(connection) as told:
        client.get(f"/sites/{site.pk}/")
    shell = [each for each in told if any(name in each["sql"] for name in ("session", "orgs_post", "core_notice"))]
    assert len(told) - len(shell) <= MOST_QUERIES, "\n".join(each["sql"][:120] for each in told)


def test_older_moments_are_behind_a_link(cast: Cast) -> None:
    field = make_field(cast)
    site = field.sites[0]
    for number in range(25):
        report(cast, site_id=site.pk, place_text=str(number))
    page = signed_in(cast.chief).get(f"/sites/{site.pk}/").content.decode()
    older = re.search(r'href="(/sites/[^"]+\?before=[^"]+)#site-story"', page)
    assert older is not None
    assert len(words_of(cast.chief, f"/sites/{site.pk}/")) == 20
    assert len(words_of(cast.chief, older[1].replace("&amp;", "&"))) == 5


def test_hidden_round_and_other_units_problems_are_not_told(cast: Cast) -> None:
    field = make_field(cast)
    site = field.sites[0]
    hidden = make_round(cast, field, kind="mystery")
    make_visit(cast, field, hidden)
    report(cast, site_id=site.pk, held=True)
    assert words_of(cast.east_liaison, f"/sites/{site.pk}/") == []
    assert len(words_of(cast.chief, f"/sites/{site.pk}/")) == 2
    bring_to(cast, hidden, "released")
    assert words_of(cast.east_liaison, f"/sites/{site.pk}/") == ["现场检查"]


def test_address_that_names_no_moment_shows_the_newest(cast: Cast) -> None:
    site = a_long_life(cast)
    assert words_of(cast.chief, f"/sites/{site.pk}/?before=x")[0] == "责任单位改为区城管局"
