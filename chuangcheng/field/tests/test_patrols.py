"""街巷巡查 as the phone sends it: in any order, twice, hostile; what is kept and who sees it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chuangcheng.cases.models import Case
from chuangcheng.cases.testing import problem_class
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.dated_settings import change_setting
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now, today
from chuangcheng.field.models import Advice, FieldRecord, Patrol, PatrolPath, PatrolStop
from chuangcheng.field.services.patrols import forget_old_paths
from chuangcheng.field.testing import phone_of, record
from chuangcheng.field.tests.patrol_kit import Walker, give_place, patrols, told, walker
from chuangcheng.orgs.testing import LONG_AGO, Cast

WAY = [(114.490, 36.600, 1), (114.491, 36.600, 6), (114.492, 36.600, 12)]  # longitude, latitude, minutes


def way(walked: Walker, *more: tuple[float, float, int]) -> list[dict[str, Any]]:
    return [{"lon": lon, "lat": lat, "accuracy": 10, "at": walked.after(at)} for lon, lat, at in (*WAY, *more)]


def set_(key: str, value: str) -> None:
    change_setting(actor=SYSTEM, key=key, value=value, valid_from=LONG_AGO, reason="试行")


def test_patrol_is_the_same_in_whatever_order_its_records_arrive_and_however_often(cast: Cast) -> None:
    sites = [give_place(cast, name) for name in ("柳巷", "槐巷")]
    seen = []
    for order in ((0, 1, 2, 3), (3, 2, 1, 0), (1, 3, 0, 2), (2, 0, 3, 1)):
        walked = walker(cast)
        sent = [walked.begun(), walked.ticked(sites[0]), walked.ticked(sites[1], minutes=9), walked.ended()]
        arriving = [sent[place] for place in order]
        assert set(walked.sends(*arriving, *arriving)) == {201}
        read = told(walked.phone.client, walked)
        seen.append([read[key] for key in ("ending", "place_count", "stop_count", "minutes", "metres")])
    assert all(one == seen[0] for one in seen)
    assert seen[0][:4] == ["finished", 2, 2, 20]
    assert Patrol.objects.count() == len(seen)
    assert PatrolStop.objects.count() == 2 * len(seen)


def test_place_ticked_by_two_records_counts_once_and_stays_as_first_ticked(cast: Cast) -> None:
    site, walked = give_place(cast, "柳巷"), walker(cast)
    assert walked.sends(walked.ticked(site, finding="problem"), walked.ticked(site, minutes=6)) == [201, 201]
    (stop,) = told(walked.phone.client, walked)["stops"]
    assert stop["finding"] == "problem"


def test_stop_tells_both_clocks_and_what_is_odd_about_its_position(cast: Cast) -> None:
    site, walked = give_place(cast, "柳巷"), walker(cast)
    at = walked.after(5)
    far = {"lon": 115.5, "lat": site.lat, "accuracy": 0, "at": at}
    walked.sends(walked.ticked(site, position=far))
    (stop,) = told(walked.phone.client, walked)["stops"]
    assert {"far", "exact"} <= set(stop["marks"])
    assert stop["at"] < stop["received_at"]
    other = walker(cast)
    other.sends(other.ticked(site, position=None))
    (stop,) = told(other.phone.client, other)["stops"]
    assert (stop["marks"], stop["lon"]) == (["none"], None)


def test_wrong_clock_of_a_phone_is_put_right(cast: Cast) -> None:
    site, walked = give_place(cast, "柳巷"), walker(cast)
    walked.started_at += timedelta(hours=3)
    fast = {"sent_at": (now() + timedelta(hours=3)).isoformat()}
    walked.sends({**walked.begun(), **fast}, {**walked.ended(), **fast}, {**walked.ticked(site), **fast})
    read = told(walked.phone.client, walked)
    assert (read["minutes"], read["stop_count"]) == (20, 1)
    assert read["started_at"] < now().isoformat()


def test_nobody_ticks_what_somebody_else_looks_after(cast: Cast) -> None:
    theirs = give_place(cast, "别人的巷", person=cast.liaison)
    walked = walker(cast)
    answer = walked.phone.records(walked.ticked(theirs))
    assert (answer.status_code, answer.json()["code"]) == (409, "NotYourPlace")
    assert not PatrolStop.objects.exists()


def test_id_of_another_persons_patrol_is_refused(cast: Cast) -> None:
    site, walked = give_place(cast, "柳巷"), walker(cast)
    walked.sends(walked.begun())
    thief = Walker(phone_of(cast.east_liaison), walked.patrol_id, walked.started_at)
    answer = thief.phone.records(thief.ended())
    assert (answer.status_code, answer.json()["code"]) == (409, "PatrolIdTaken")
    assert told(walked.phone.client, walked)["ending"] == ""
    assert site.is_active


def test_patrol_ends_once_and_takes_nothing_made_later(cast: Cast) -> None:
    sites = [give_place(cast, name) for name in ("柳巷", "槐巷")]
    walked = walker(cast)
    walked.sends(walked.ended(minutes=10))
    late = walked.phone.records(walked.ticked(sites[0], minutes=15))
    assert (late.status_code, late.json()["code"]) == (409, "PatrolEnded")
    again = walked.phone.records(walked.ended(minutes=25, ending="abandoned", reason="下雨"))
    assert (again.status_code, again.json()["code"]) == (409, "PatrolEnded")
    assert walked.sends(walked.ticked(sites[1], minutes=8)) == [201]
    assert told(walked.phone.client, walked)["stop_count"] == 1


def test_patrol_is_broken_off_with_a_reason_only(cast: Cast) -> None:
    give_place(cast, "柳巷")
    walked = walker(cast)
    assert walked.phone.records(walked.ended(ending="abandoned")).status_code == 409
    assert walked.sends(walked.ended(ending="abandoned", reason="突发暴雨")) == [201]
    read = told(walked.phone.client, walked)
    assert (read["ending"], read["reason"]) == ("abandoned", "突发暴雨")


def test_way_is_kept_only_where_the_office_offers_it_and_only_between_start_and_end(cast: Cast) -> None:
    give_place(cast, "柳巷")
    walked = walker(cast)
    walked.sends(walked.ended(track=way(walked)))
    assert told(walked.phone.client, walked)["path"] == []
    set_("field.patrol_track", "ask")
    other = walker(cast)
    other.sends(other.ended(track=way(other, (114.5, 36.6, -5), (114.5, 36.6, 25))))
    read = told(other.phone.client, other)
    assert [point[2] for point in read["path"]] == [60, 360, 720]
    assert 170 < read["metres"] < 190
    assert not any("track" in row.sent["patrol_end"] for row in FieldRecord.objects.filter(kind="patrol_end"))


def test_way_is_erased_after_its_days_and_the_log_stays(cast: Cast) -> None:
    give_place(cast, "柳巷")
    set_("field.patrol_track", "ask")
    walked = walker(cast)
    walked.sends(walked.ended(track=way(walked)))
    assert forget_old_paths(at=now() + timedelta(days=89)) == 0
    assert forget_old_paths(at=now() + timedelta(days=91)) == 1
    assert not PatrolPath.objects.exists()
    assert told(walked.phone.client, walked)["ending"] == "finished"


def test_problem_fix_and_advice_belong_to_the_patrol_even_when_they_arrive_first(cast: Cast) -> None:
    site, walked = give_place(cast, "柳巷"), walker(cast)
    hashes = [walked.phone.sends(shade) for shade in (41, 42, 43)]
    told_problem = {"problem_class_id": problem_class().pk, "site_id": str(site.pk)}
    problem = record("problem", {**told_problem, "photos": hashes[:1], "patrol": walked.ref}, hashes=hashes[:1])
    body = {"problem": told_problem, "before": hashes[1:2], "after": hashes[2:], "patrol": walked.ref}
    fixed = record("fix_on_spot", body, hashes=hashes[1:])
    talk = {"behaviour": "乱扔垃圾", "count": 2, "outcome": "corrected", "site_id": str(site.pk), "patrol": walked.ref}
    advice = record("advice", talk)
    assert set(walked.sends(problem, fixed, advice, advice, problem, walked.ended())) == {201}
    read = told(walked.phone.client, walked)
    assert (read["problem_count"], read["advice_count"], read["ending"]) == (2, 1, "finished")
    assert {row["site_id"] for row in read["findings"]} == {str(site.pk)}
    assert Case.objects.filter(source_kind="field.patrol", source_id=walked.patrol_id).count() == 2
    assert Advice.objects.get().site == site
    page = walked.phone.client.get(f"/cases/{problem['id']}/").content.decode()
    assert f"/patrols/{walked.patrol_id}/" in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"patrol_stop": {"site_id": "x"}},
        {"patrol_stop": {}},
        {"patrol_end": {"ending": "lost"}},
        {"patrol_begin": {"place_count": -1}},
        {"patrol_begin": {"patrol": {"id": "1"}}},
        {"patrol_begin": {"speed": 1}},
    ],
)
def test_what_makes_no_sense_is_refused_in_one_sentence(cast: Cast, wrong: dict[str, Any]) -> None:
    walked = walker(cast)
    ((kind, body),) = wrong.items()
    answer = walked.phone.records(record(kind, {"patrol": walked.ref, **body}))
    assert answer.status_code == 422
    assert "detail" in answer.json()


def test_hostile_words_and_ids_leave_nothing_behind(cast: Cast) -> None:
    walked = walker(cast)
    endings: tuple[dict[str, Any], ...] = (
        {"reason": "a\x00b"},
        {"reason": "雨", "note": "长" * 501},
        {"reason": "长" * 301},
    )
    for ending in endings:
        assert walked.phone.records(walked.ended(ending="abandoned", **ending)).status_code == 409
    walked.patrol_id = "00000000-0000-4000-8000-000000000000"
    assert walked.phone.records(walked.begun()).status_code == 409
    assert not Patrol.objects.exclude(ending="").exists()
    assert not Patrol.objects.filter(pk=walked.patrol_id).exists()


def test_steward_sees_own_street_its_area_office_all_and_others_none(cast: Cast) -> None:
    site, walked = give_place(cast, "柳巷"), walker(cast)
    walked.sends(walked.begun(), walked.ticked(site))
    seen = {who: phone_of(getattr(cast, who)).client for who in ("keeper", "east_liaison", "chief", "leader")}
    assert all(len(patrols(client)) == 1 for client in seen.values())
    for client in seen.values():
        assert client.get(f"/patrols/{walked.patrol_id}/").status_code == 200
    west = phone_of(cast.west_liaison).client
    assert patrols(west) == []
    for address in (f"/patrols/{walked.patrol_id}/", f"/api/v1/patrols/{walked.patrol_id}"):
        assert west.get(address).status_code == 404
        assert west.get(address.replace(walked.patrol_id, str(new_id()))).status_code == 404
    assert phone_of(cast.stranger).client.get("/api/v1/patrols").status_code == 403


def test_day_of_a_steward_holds_the_places_how_often_and_when_last(cast: Cast) -> None:
    site = give_place(cast, "柳巷", kind="lane_chief")
    give_place(cast, "槐巷", kind="road_chief")
    walked = walker(cast)
    walked.sends(walked.ticked(site))
    read = walked.phone.client.get("/api/v1/field/day").json()["patrol"]
    places = {place["site"]: place for place in read["places"]}
    assert read["track"] is None
    assert [places["柳巷"][key] for key in ("often", "times", "done", "posts")] == ["每周1次", 1, 1, ["街巷长"]]
    assert [places["槐巷"][key] for key in ("often", "times", "done", "last_at")] == ["每月2次", 2, 0, None]
    assert phone_of(cast.inspector).client.get("/api/v1/field/day").json()["patrol"] is None
    change_setting(
        actor=SYSTEM, key="field.patrol_areas", value={"东关街道": "week2"}, valid_from=today(), reason="重点街道"
    )
    read = walked.phone.client.get("/api/v1/field/day").json()["patrol"]
    assert {place["often"] for place in read["places"]} == {"每周2次"}
