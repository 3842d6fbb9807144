from __future__ import annotations

from django.test import Client
from django.urls import reverse

from chuangcheng.core.calendar.office import WORKING_HOURS
from chuangcheng.core.models import SettingValue
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast


def test_values_are_shown_as_people_write_them(client: Client, cast: Cast) -> None:
    client.force_login(cast.chief)
    page = client.get(reverse("workbench:settings")).content.decode()
    assert "09:00–12:00、14:00–18:00" in page
    assert "街道、乡镇、社区" in page
    assert "&quot;" not in page.split("<main")[1]


def test_value_is_changed_from_a_day_on_with_its_reason(client: Client, cast: Cast) -> None:
    client.force_login(cast.chief)
    address = reverse("workbench:setting", args=[WORKING_HOURS.key])
    given = {"value": "8:30-12:00，13:00至17:30", "valid_from": today().isoformat(), "reason": "夏季作息"}
    assert client.post(address, given).status_code == 302
    assert WORKING_HOURS.on(today()) == [["08:30", "12:00"], ["13:00", "17:30"]]
    assert "夏季作息" in client.get(address).content.decode()


def test_value_that_is_not_understood_changes_nothing(client: Client, cast: Cast) -> None:
    client.force_login(cast.chief)
    given = {"value": "上午", "valid_from": today().isoformat(), "reason": "试"}
    answer = client.post(reverse("workbench:setting", args=[WORKING_HOURS.key]), given)
    assert (answer.status_code, SettingValue.objects.count()) == (422, 0)
    assert "不是时间段" in answer.content.decode()
