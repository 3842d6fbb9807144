"""Settings with a date: everything numeric that offices differ in. Changing one does not rewrite the past."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Generic, TypeVar, cast

from django.core.cache import cache
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.models import SettingValue

T = TypeVar("T")
CACHE_SECONDS = 5  # how long another process may still use the value before

_registry: dict[str, DatedSetting[Any]] = {}


@dataclass(frozen=True)
class DatedSetting(Generic[T]):
    """One setting: its key, label, default and how an edited value is checked."""

    key: str  # "cases.claim_hours"
    label: str | Promise
    default: T
    parse: Callable[[Any], T]  # JSON value → value; raises ValueError
    help: str | Promise = ""
    source: str | Promise = ""  # document, edition, clause, or "our choice"
    permission: str = "core.change_settings"
    choices: Mapping[str, str | Promise] = field(default_factory=dict)  # value → what people read; empty: anything
    own_page: str = ""  # name of the page on which it is edited; empty: the one of all settings

    def on(self, day: date) -> T:
        """The value in force on a day."""
        for valid_from, value in _history(self.key):
            if valid_from <= day:
                return self.parse(value)
        return self.default


def register(setting: DatedSetting[T]) -> DatedSetting[T]:
    """Makes the setting editable on the settings page; gives it back for a constant."""
    if setting.key in _registry:
        raise ValueError(f"setting {setting.key} is defined twice")
    _registry[setting.key] = setting
    return setting


def between(least: int, most: int) -> Callable[[Any], int]:
    """How a whole number within these bounds is checked."""

    def parse(value: Any) -> int:
        number = int(value)
        if not least <= number <= most:
            raise ValueError(f"{least}–{most}")
        return number

    return parse


def words(most: int) -> Callable[[Any], str]:
    """How a line of text of at most so many characters is checked."""

    def parse(value: Any) -> str:
        text = str(value).strip() if isinstance(value, str) else ""
        if not 0 < len(text) <= most or not text.isprintable():
            raise ValueError(_("应为1到%(most)s个字") % {"most": most})
        return text

    return parse


def yes_or_no(value: Any) -> str:
    """How one of two choices is checked."""
    if value not in {"yes", "no"}:
        raise ValueError("yes, no")
    return str(value)


def settings_by_key() -> Mapping[str, DatedSetting[Any]]:
    """All registered settings by key."""
    return MappingProxyType(_registry)


def change_setting(*, actor: Actor, key: str, value: Any, valid_from: date, reason: str) -> SettingValue:
    """Appends a value from a date on. Raises InvalidInput when the value is not understood or the reason is missing."""
    setting = _registry.get(key)
    if setting is None:
        raise InvalidInput(_("没有这项设置，请从设置页面进入。"))
    require(actor, setting.permission)
    if not reason.strip():
        raise InvalidInput(_("请填写修改原因，以便日后查考。"))
    try:
        setting.parse(value)
    except (ValueError, TypeError, KeyError) as error:
        raise InvalidInput(_("该值无法使用：%(reason)s。请按说明填写。") % {"reason": error}) from error
    row = SettingValue.objects.create(
        key=key, value=value, valid_from=valid_from, set_by_id=actor.person_id, reason=reason.strip()
    )
    audit.record(actor=actor, action="core.change_setting", subject=row, detail={"key": key})
    cache.delete(_cache_key(key))
    return row


def history_of(key: str) -> QuerySet[SettingValue]:
    """Every value that the setting ever had, newest first, with who set it."""
    return SettingValue.objects.filter(key=key).select_related("set_by").order_by("-valid_from", "-id")


def _history(key: str) -> list[tuple[date, Any]]:
    found = cache.get(_cache_key(key))
    if found is None:
        rows = SettingValue.objects.filter(key=key).order_by("-valid_from", "-id")
        found = list(rows.values_list("valid_from", "value"))
        cache.set(_cache_key(key), found, CACHE_SECONDS)
    return cast("list[tuple[date, Any]]", found)


def _cache_key(key: str) -> str:
    return f"dated-setting:{key}"
