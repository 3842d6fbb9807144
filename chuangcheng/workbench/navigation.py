"""The navigation of one person: the entries that contexts give, grouped by work and in the order of UI.md."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import Actor
from chuangcheng.core.shell import GROUPS, NavEntry, navigation


@dataclass(frozen=True)
class ShownEntry:
    """One line as the template draws it."""

    label: str | Promise
    url: str
    icon: str
    active: bool
    phone_rank: int


def navigation_for(actor: Actor, *, address: str) -> list[list[ShownEntry]]:
    """Groups of entries that this person may open; the entry with the longest matching address is active."""
    entries = [NavEntry("home", _("工作台"), reverse("workbench:home"), "home", phone_rank=1)]
    for make in navigation:
        entries.extend(make(actor))
    active = _active(entries, address)
    groups: defaultdict[str, list[ShownEntry]] = defaultdict(list)
    for entry in entries:
        groups[entry.group].append(ShownEntry(entry.label, entry.url, entry.icon, entry is active, entry.phone_rank))
    return [groups[name] for name in GROUPS if groups[name]]


def _active(entries: list[NavEntry], address: str) -> NavEntry | None:
    home = reverse("workbench:home")
    matching = [
        entry
        for entry in entries
        if (address == home if entry.url == home else address.startswith(entry.prefix or entry.url))
    ]
    return max(matching, key=lambda entry: len(entry.prefix or entry.url), default=None)
