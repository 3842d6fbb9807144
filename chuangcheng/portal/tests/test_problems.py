from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from chuangcheng.cases.testing import case_in, make_site, report
from chuangcheng.core.dated_settings import change_setting
from chuangcheng.core.maps import Box
from chuangcheng.core.testing import photo_upload
from chuangcheng.core.times import today
from chuangcheng.intake.testing import close_its_case, fresh
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.portal.queries.problems import rounded, whole_cells
from chuangcheng.portal.services import show_photo
from chuangcheng.portal.testing import decided, sent

HERE = {"lon": "114.123456", "lat": "36.123456"}


def points(zoom: str = "18") -> list[dict[str, Any]]:
    cache.clear()
    found = Client().get(reverse("portal:points"), {"bbox": "114,36,115,37", "zoom": zoom})
    return list(found.json()["features"])


def listed(**query: str) -> str:
    cache.clear()
    return Client().get(reverse("portal:problems"), query).content.decode()


def test_a_report_is_on_the_map_only_after_moderation(cast: Cast) -> None:
    submission = sent(**HERE, text="张三家门口的秘密", phone="19900000001")
    assert points() == []
    decided(submission, actor_of(cast.chief))
    (feature,) = points()
    assert feature["geometry"]["coordinates"] == list(rounded(114.123456, 36.123456))
    assert feature["geometry"]["coordinates"] != [114.123456, 36.123456]
    told = str(feature) + listed()
    for personal in ("张三", "19900000001", submission.report.token, submission.report.number, "东关大街12号"):
        assert personal not in told
    decided(submission, actor_of(cast.chief), "hide")
    assert points() == []


def test_a_problem_at_a_site_stands_at_its_site(cast: Cast) -> None:
    site = make_site(cast)
    type(site).objects.filter(pk=site.pk).update(lon=114.55551, lat=36.55551)
    report(cast, site=type(site).objects.get(pk=site.pk), source="patrol", lon=114.55551, lat=36.55551)
    (feature,) = points()
    assert feature["geometry"]["coordinates"] == [114.55551, 36.55551]
    assert site.name in listed()


def test_held_cases_and_those_of_superiors_are_never_public(cast: Cast) -> None:
    report(cast, lon=114.5, lat=36.5, source="check", held=True)
    report(cast, lon=114.6, lat=36.6, source="superior")
    assert points() == []


def test_the_setting_says_what_is_public(cast: Cast) -> None:
    report(cast, lon=114.5, lat=36.5, source="patrol")
    decided(sent(**HERE), actor_of(cast.chief))
    counts = {}
    for value in ("found", "moderated", "nothing"):
        actor = actor_of(cast.chief)
        change_setting(actor=_setter(actor), key="portal.public_problems", value=value, valid_from=today(), reason="试")
        counts[value] = len(points())
    assert counts == {"found": 2, "moderated": 1, "nothing": 0}


def _setter(actor: Any) -> Any:
    from chuangcheng.core.access import SYSTEM

    return SYSTEM if not actor.may("core.change_settings") else actor


def test_neighbours_are_gathered_from_afar(cast: Cast) -> None:
    for _each in range(3):
        report(cast, lon=114.5, lat=36.5, source="patrol")
    (cluster,) = points(zoom="12")
    assert cluster["properties"]["count"] == 3


def test_open_and_fixed_are_told_apart(cast: Cast) -> None:
    case_in("closed", cast, source="patrol")
    report(cast, source="patrol")
    assert listed().count('<li><span class="what">') == 2
    assert "已解决</span>" in listed(state="fixed")
    assert "已解决</span>" not in listed(state="open")
    assert "<strong>1</strong>" in Client().get(reverse("portal:home")).content.decode()


def test_before_and_after_stand_side_by_side(cast: Cast) -> None:
    submission, chief = sent(photos=[photo_upload()]), actor_of(cast.chief)
    close_its_case(fresh(submission.report), cast)
    decided(submission, chief)
    from chuangcheng.portal.access import submission_for
    from chuangcheng.portal.queries import sides_of

    for original in sides_of(submission_for(chief, submission.pk)):
        show_photo(actor=chief, submission_id=submission.pk, original_id=original, boxes=[])
    shown = Client().get(reverse("portal:home")).content.decode()
    assert "处理前后" in shown
    assert shown.count("/public/photos/") == 2


def test_the_pages_cost_few_queries_however_many_problems(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        report(cast, lon=114.1 + number / 100, lat=36.1, source="patrol")
    for name, query in (
        ("problems", {}),
        ("home", {}),
        ("points", {"bbox": "114,36,115,37", "zoom": "12"}),
        ("report", {}),
    ):
        cache.clear()
        with django_assert_max_num_queries(15):
            assert Client().get(reverse(f"portal:{name}"), query).status_code == 200


def test_a_map_that_makes_no_sense_is_refused(cast: Cast) -> None:
    assert Client().get(reverse("portal:points"), {"bbox": "x", "zoom": "1"}).status_code == 422


def test_a_small_box_tells_no_more_of_a_place_than_its_rounded_position() -> None:
    exact, rough = (111.98765, 31.95432), rounded(111.98765, 31.95432)
    for lon, lat in (exact, rough):
        box = whole_cells(Box(west=lon, east=lon, south=lat, north=lat))
        assert box.west <= exact[0] <= box.east
        assert box.south <= exact[1] <= box.north
    assert whole_cells(Box(*exact, *exact)) == whole_cells(Box(*rough, *rough))
