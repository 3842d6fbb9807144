from __future__ import annotations

import io
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from chuangcheng.cases.testing import make_site
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.dated_settings import change_setting
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.portal.queries import SignFilter, sign_of_site, signs_for

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def chief(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.chief, backend=BACKEND)
    return client


def stewarded(cast: Cast) -> Any:
    site = make_site(cast, name="柳巷")
    stewards = apps.get_model("sites", "Stewardship").objects
    stewards.create(site=site, name="王小巷", kind="lane_chief", starts_on=today())
    return site


def test_signs_of_several_sites_are_one_pdf(cast: Cast) -> None:
    sites = [make_site(cast, name=f"{number}号路") for number in range(7)]
    client = chief(cast)
    answer = client.post(reverse("portal:signs"), {"site": [site.pk for site in sites]})
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert content.startswith(b"%PDF")
    assert "二维码标牌" in client.get(reverse("sites:site", args=[sites[0].pk])).content.decode()
    assert "打印二维码标牌" in client.get(reverse("sites:list")).content.decode()


def test_nothing_chosen_and_strange_ids_are_told(cast: Cast) -> None:
    for given in ({}, {"site": "x"}, {"site": str(uuid4())}):
        assert chief(cast).get(reverse("portal:signs"), given).status_code == 422


def test_a_sign_names_the_post_and_the_name_only_where_that_is_allowed(cast: Cast) -> None:
    site = stewarded(cast)
    sign = sign_of_site(site.number, today=today())
    assert sign is not None
    assert sign.steward == "街巷长"
    change_setting(actor=SYSTEM, key="portal.sign_names", value="yes", valid_from=today(), reason="本人同意")
    chosen = SignFilter(site_ids=[site.pk])
    (named,) = signs_for(actor=actor_of(cast.chief), chosen=chosen, today=today(), at_most=10)
    assert named.steward == "街巷长 王小巷"


def test_a_site_that_is_not_in_use_has_no_sign(cast: Cast) -> None:
    site = make_site(cast)
    type(site).objects.filter(pk=site.pk).update(is_active=False)
    assert sign_of_site(site.number, today=today()) is None


def pages_of(answer: Any) -> list[str]:
    """The text of each page of a PDF, without line breaks."""
    paper = PdfReader(io.BytesIO(b"".join(answer.streaming_content)))
    return ["".join(page.extract_text().split()) for page in paper.pages]


def test_all_lanes_of_a_street_are_printed_at_once_by_who_answers_for_it(cast: Cast) -> None:
    lane, _square = stewarded(cast), make_site(cast, name="无人管护的广场")
    make_site(cast, name="别的街道的路", area=cast.west)
    address = reverse("portal:unit_signs", args=[cast.east.pk])
    east = Client()
    east.force_login(cast.east_liaison, backend=BACKEND)
    (page,) = pages_of(east.get(address, {"stewarded": "1"}))
    assert lane.name in page
    assert "广场" not in page
    (page,) = pages_of(east.get(address))
    assert "广场" in page
    assert "别的街道" not in page
    assert len(pages_of(east.get(address, {"size": "sheet"}))) == 2
    assert east.get(address, {"size": "poster"}).status_code == 422
    assert east.get(reverse("portal:unit_signs", args=[cast.west.pk])).status_code == 404
    assert address in east.get(reverse("orgs:unit", args=[cast.east.pk])).content.decode()


def test_sign_says_place_post_hotline_and_second_language_as_the_office_sets(cast: Cast) -> None:
    site = stewarded(cast)
    for key, value in (("portal.sign_hotline", "0310-12345"), ("portal.sign_languages", "both")):
        change_setting(actor=SYSTEM, key=key, value=value, valid_from=today(), reason="统一标牌")
    (page,) = pages_of(chief(cast).get(reverse("portal:signs"), {"site": str(site.pk), "size": "sheet"}))
    assert all(words in page for words in ("柳巷", site.number, "街巷长", "0310-12345", "Seeaproblem?"))
    assert "王小巷" not in page


def test_report_page_of_a_sign_has_place_and_steward_filled_in_without_scripts(cast: Cast) -> None:
    site = stewarded(cast)
    (sign,) = chief(cast).get("/api/v1/signs", {"site": str(site.pk)}).json()
    page = Client().get(sign["address"].removeprefix("http://testserver")).content.decode()
    assert f'<input type="hidden" name="site" value="{site.number}">' in page
    assert "<strong>柳巷</strong>（街巷长）" in page


@pytest.mark.parametrize(
    "name",
    [
        *("长" * 120, "A" * 120, "شارع السلام " * 9, "🚻🌸公厕👨\u200d👩\u200d👧", "#strong[x] $x$ @ref <label> `"),
        *("=cmd|'/c calc'!A1", "<script>alert(1)</script>", "“引”'号'\"", "井\u202e盖\u2066\x01", "🚻"),
    ],
)
def test_strange_names_stay_words_on_one_sign(cast: Cast, name: str) -> None:
    site = make_site(cast, name=name)
    for size in ("six", "sheet"):
        (page,) = pages_of(chief(cast).get(reverse("portal:signs"), {"site": str(site.pk), "size": size}))
        assert site.number in page
        assert not {"\u202e", "\x01", "🚻"} & set(page)


def test_list_of_signs_costs_the_same_for_many(cast: Cast) -> None:
    client = chief(cast)

    def statements() -> int:
        client.get("/api/v1/signs")
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/api/v1/signs", {"unit": cast.east.pk}).status_code == 200
        return len(captured)

    stewarded(cast)
    few = statements()
    for number in range(5):
        make_site(cast, name=f"{number}号路")
    assert statements() == few
    assert client.get("/api/v1/signs", {"unit": -1}).status_code == 422
    assert client.get("/api/v1/signs/sheet", {"size": "poster"}).status_code == 422
