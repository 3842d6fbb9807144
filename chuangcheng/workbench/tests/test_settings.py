"""The settings pages: values as people write them, from a day on, with a reason; the past stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from chuangcheng.core.dated_settings import settings_by_key
from chuangcheng.core.models import SettingValue
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast, grant
from chuangcheng.workbench.forms import filled_in, told

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
REOPEN = "cases.reporter_reopen_days"


def signed_in(person: Any) -> Client:
    cache.clear()
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def change(person: Any, key: str, value: Any, **fields: Any) -> Any:
    given = {"value": value, "valid_from": today().isoformat(), "reason": "区里规定", **fields}
    return signed_in(person).post(f"/settings/values/{key}/", given)


def test_office_sees_its_settings_in_words(cast: Cast) -> None:
    page = signed_in(cast.chief).get("/settings/").content.decode()
    for words in ("反映人可以要求重开的天数", "街道、乡镇", "09:00-12:00、14:00-18:00", "WGS-84"):
        assert words in page, words
    assert "[" not in page.split("<main", 1)[1].split("</main>", 1)[0]


def test_number_holds_from_its_day_on(cast: Cast) -> None:
    tomorrow = today() + timedelta(days=1)
    assert change(cast.chief, REOPEN, "30", valid_from=tomorrow.isoformat()).status_code == 302
    cache.clear()
    setting = settings_by_key()[REOPEN]
    assert (setting.on(today()), setting.on(tomorrow)) == (15, 30)
    page = signed_in(cast.chief).get(f"/settings/values/{REOPEN}/").content.decode()
    assert "区里规定" in page


@pytest.mark.parametrize("value", ["", "十五天", "[1", "{}"])
def test_value_that_is_not_understood_is_said_beside_the_field_and_kept(cast: Cast, value: str) -> None:
    answer = change(cast.chief, REOPEN, value)
    assert answer.status_code == 422
    assert "区里规定" in answer.content.decode()
    assert not SettingValue.objects.exists()


def test_reason_is_asked_for(cast: Cast) -> None:
    assert change(cast.chief, REOPEN, "20", reason=" ").status_code == 422
    assert not SettingValue.objects.exists()


def test_choices_are_ticked_and_working_hours_are_written_as_they_are_read(cast: Cast) -> None:
    assert change(cast.chief, "orgs.kinds_with_duties", ["street", "bureau"]).status_code == 302
    assert change(cast.chief, "orgs.kinds_with_duties", ["street", "nonsense"]).status_code == 422
    [hours] = [key for key, setting in settings_by_key().items() if str(setting.label) == "工作时间"]
    assert change(cast.chief, hours, "08:30-12:00\r\n14:30-18:00\r\n").status_code == 302
    assert change(cast.chief, hours, "八点到十二点").status_code == 422
    cache.clear()
    found = settings_by_key()
    assert found["orgs.kinds_with_duties"].on(today()) == ["street", "bureau"]
    assert told(found[hours].on(today()), found[hours]) == "08:30-12:00、14:30-18:00"


@pytest.mark.parametrize("key", sorted(settings_by_key()))
def test_every_setting_can_be_saved_as_it_is_shown(cast: Cast, key: str, admin_of: Any) -> None:
    setting = settings_by_key()[key]
    person = admin_of(setting.permission)
    value = filled_in(setting.on(today()), setting)
    answer = change(person, key, value)
    assert answer.status_code == 302, answer.content.decode()
    cache.clear()
    assert setting.on(today()) == setting.parse(setting.default)


def test_settings_of_others_are_not_there(cast: Cast) -> None:
    assert change(cast.liaison, REOPEN, "20").status_code == 404
    assert signed_in(cast.liaison).get("/settings/").status_code == 404
    assert signed_in(cast.chief).get("/settings/values/no.such/").status_code == 404


@pytest.fixture
def admin_of(cast: Cast) -> Any:
    """Somebody who holds one permission more."""

    def made(permission: str) -> Any:
        grant(cast.chief, cast.place, permission)
        return cast.chief

    return made
