"""Who gets what and when: choices, digest, quiet hours, the limit of an hour, groups of units."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from chuangcheng.core.models import MessageChoice, OutgoingMessage
from chuangcheng.core.notices import mark_all_read, notify
from chuangcheng.core.outgoing.choices import choices_of, keep_choices
from chuangcheng.core.outgoing.quiet import Quiet, awake_at, next_digest
from chuangcheng.core.tests.messages_kit import (
    SMS,
    WORKDAY_NOON,
    Carries,
    Kind,
    State,
    change,
    channel,
    reachable,
    work_off,
)
from chuangcheng.core.tests.stub_servers import Gateway, gateway
from chuangcheng.core.times import SHANGHAI, replayed_at
from chuangcheng.core.workdays import built_in_calendar
from chuangcheng.orgs.models import Person
from chuangcheng.orgs.testing import Cast, actor_of

QUIET = Quiet(time(21, 30), time(7, 30))
NEXT_DIGEST = datetime(2026, 10, 15, 8, 30, tzinfo=SHANGHAI)


@pytest.fixture
def stub(settings: Any) -> Iterator[Gateway]:
    settings.MESSAGES_TO_PRIVATE = True
    with gateway() as found:
        yield found


def tell(cast: Cast, key: str, *, title: str = "请整改", is_urgent: bool = False, at: datetime = WORKDAY_NOON) -> None:
    with replayed_at(at):
        notify(person_ids=[cast.liaison.pk], key=key, title=title, link="/cases/", is_urgent=is_urgent)


def choose(cast: Cast, how: str) -> None:
    keep_choices(actor=actor_of(cast.liaison), chosen=dict.fromkeys(choices_of(actor_of(cast.liaison)), how))


def texts(stub: Gateway) -> list[str]:
    return [each.body["msg"]["text"] for each in stub.arrived]


def test_lines_of_a_day_become_one_message_in_the_morning(cast: Cast, stub: Gateway) -> None:
    reachable(cast.liaison)
    channel(cast, Kind.SMS, url=stub.url, **SMS)
    for number in range(12):
        tell(cast, f"cases:{number}")
    assert work_off(WORKDAY_NOON) == 0
    assert work_off(NEXT_DIGEST) == 1
    assert work_off(NEXT_DIGEST) == 0
    assert texts(stub) == ["有12条消息请查看"]
    states = OutgoingMessage.objects.values_list("state", flat=True)
    assert sorted(states) == [State.GATHERED] * 12 + [State.SENT]


def test_what_was_read_meanwhile_is_left_out(cast: Cast, stub: Gateway) -> None:
    reachable(cast.liaison)
    channel(cast, Kind.SMS, url=stub.url, **SMS)
    tell(cast, "cases:1")
    mark_all_read(actor=actor_of(cast.liaison), now=WORKDAY_NOON)
    tell(cast, "cases:2")
    work_off(NEXT_DIGEST)
    assert texts(stub) == ["有1条消息请查看"]


def test_choice_at_once_goes_at_once_and_choice_none_never(cast: Cast, stub: Gateway) -> None:
    reachable(cast.liaison)
    channel(cast, Kind.SMS, url=stub.url, **SMS)
    choose(cast, MessageChoice.How.NOW)
    tell(cast, "cases:1", title="甲")
    choose(cast, MessageChoice.How.NONE)
    tell(cast, "cases:2", title="乙")
    work_off(WORKDAY_NOON)
    work_off(NEXT_DIGEST)
    assert texts(stub) == ["甲"]


def test_ladder_goes_at_once_whatever_was_chosen_unless_the_office_switched_that_off(cast: Cast, stub: Gateway) -> None:
    reachable(cast.liaison)
    channel(cast, Kind.SMS, url=stub.url, carries=Carries.URGENT, **SMS)
    choose(cast, MessageChoice.How.NONE)
    night = WORKDAY_NOON.replace(hour=23)
    tell(cast, "supervision:1", title="升级", is_urgent=True, at=night)
    tell(cast, "cases:1", title="平常", at=night)
    work_off(night)
    assert texts(stub) == ["升级"]
    change(cast, "core.urgent_at_once", "no")
    tell(cast, "supervision:2", title="又升级", is_urgent=True, at=night)
    work_off(night + timedelta(days=1))
    assert texts(stub) == ["升级"]


def test_quiet_hours_hold_back_until_they_end(cast: Cast, stub: Gateway) -> None:
    reachable(cast.liaison)
    channel(cast, Kind.SMS, url=stub.url, **SMS)
    choose(cast, MessageChoice.How.NOW)
    tell(cast, "cases:1", at=WORKDAY_NOON.replace(hour=22))
    work_off(WORKDAY_NOON.replace(hour=23))
    assert stub.arrived == []
    work_off(datetime(2026, 10, 15, 7, 30, tzinfo=SHANGHAI))
    assert len(stub.arrived) == 1


def test_more_than_the_limit_of_an_hour_becomes_a_digest(cast: Cast, stub: Gateway) -> None:
    reachable(cast.liaison)
    change(cast, "core.messages_per_hour", 3)
    channel(cast, Kind.SMS, url=stub.url, **SMS)
    choose(cast, MessageChoice.How.NOW)
    for number in range(10):
        tell(cast, f"cases:{number}")
    assert work_off(WORKDAY_NOON) == 3
    work_off(NEXT_DIGEST)
    assert texts(stub)[3:] == ["有7条消息请查看"]


def test_group_of_a_unit_hears_once_what_its_people_hear(cast: Cast, stub: Gateway) -> None:
    channel(cast, Kind.WECOM, audience=f"unit:{cast.east.pk}", url=stub.url)
    with replayed_at(WORKDAY_NOON):
        people = [cast.east_liaison.pk, cast.keeper.pk, cast.liaison.pk]
        notify(person_ids=people, key="supervision:1", title="东关的事", is_urgent=True)
        notify(person_ids=[cast.liaison.pk], key="supervision:2", title="别处的事", is_urgent=True)
    work_off(WORKDAY_NOON)
    assert [each.body["text"]["content"] for each in stub.arrived] == ["东关的事"]


def test_text_is_in_the_language_of_the_reader_and_hides_phones(cast: Cast, stub: Gateway) -> None:
    reachable(cast.liaison)
    Person.objects.filter(pk=cast.liaison.pk).update(language="en")
    channel(cast, Kind.SMS, url=stub.url, **SMS)
    tell(cast, "cases:1")
    tell(cast, "cases:2", title="请联系张三13800005678", is_urgent=True)
    work_off(NEXT_DIGEST)
    assert texts(stub)[0] == "请联系张三138****5678"
    assert "有" not in texts(stub)[1]


def test_who_has_no_number_is_not_written_to(cast: Cast, stub: Gateway) -> None:
    channel(cast, Kind.SMS, url=stub.url, **SMS)
    tell(cast, "supervision:1", is_urgent=True)
    assert not OutgoingMessage.objects.exists()


def test_statements_do_not_grow_with_the_people(cast: Cast, stub: Gateway, django_assert_num_queries: Any) -> None:
    channel(cast, Kind.SMS, url=stub.url, **SMS)
    channel(cast, Kind.WECOM, audience=f"unit:{cast.east.pk}", url=stub.url)
    everybody = [cast.liaison, cast.east_liaison, cast.keeper, cast.chief, cast.leader]
    for person in everybody:
        reachable(person)
    tell(cast, "cases:warm")
    with django_assert_num_queries(10):
        notify(person_ids=[person.pk for person in everybody], key="cases:all", title="全体")


@pytest.mark.parametrize(
    ("moment", "awake"),
    [
        ("2026-10-14 12:00", "2026-10-14 12:00"),
        ("2026-10-14 21:30", "2026-10-15 07:30"),
        ("2026-10-14 00:10", "2026-10-14 07:30"),
        ("2026-10-14 07:30", "2026-10-14 07:30"),
        ("2026-10-16 22:00", "2026-10-19 07:30"),  # Friday night: Monday morning
        ("2026-10-17 12:00", "2026-10-19 07:30"),  # Saturday
        ("2026-10-02 12:00", "2026-10-08 07:30"),  # the national holiday
    ],
)
def test_quiet_ends_on_the_next_working_morning(moment: str, awake: str) -> None:
    found = awake_at(datetime.fromisoformat(f"{moment}+08:00"), QUIET, built_in_calendar())
    assert found == datetime.fromisoformat(f"{awake}+08:00")


def test_quiet_that_begins_when_it_ends_is_none() -> None:
    midnight = datetime(2026, 10, 17, 0, 0, tzinfo=SHANGHAI)
    assert awake_at(midnight, Quiet(time(8), time(8), on_days_off=False), built_in_calendar()) == midnight


def test_digest_of_a_friday_evening_comes_on_monday() -> None:
    friday = datetime(2026, 10, 16, 18, 0, tzinfo=SHANGHAI)
    found = next_digest(friday, time(8, 30), QUIET, built_in_calendar())
    assert found.date() == date(2026, 10, 19)
    assert found.time() == time(8, 30)
