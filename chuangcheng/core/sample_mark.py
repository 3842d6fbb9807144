"""Whether this installation holds sample data: then every page says so."""

from __future__ import annotations

from django.core.cache import cache

from chuangcheng.core.access import Actor
from chuangcheng.core.models import SettingValue
from chuangcheng.core.times import today

KEY = "core.sample_data"
CACHE_SECONDS = 60


def holds_sample_data() -> bool:
    """True after the demo district was loaded."""
    found = cache.get(KEY)
    if found is None:
        found = SettingValue.objects.filter(key=KEY).exists()
        cache.set(KEY, found, CACHE_SECONDS)
    return bool(found)


def mark_sample_data(*, actor: Actor, name: str) -> None:
    """Says for good that sample data were loaded here."""
    SettingValue.objects.create(key=KEY, value=name, valid_from=today(), set_by_id=actor.person_id, reason="示例数据")
    cache.delete(KEY)
