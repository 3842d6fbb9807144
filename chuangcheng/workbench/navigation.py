"""The navigation of one person: the entries that contexts give, grouped by work and in the order of UI.md."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chuangcheng.core.access import Actor
from chuangcheng.core.shell import GROUPS, NavEntry, navigation

# What a group of several entries is called, and its icon.
GROUP_NAMES = {
    "overview": (_("一盘棋"), "layout-dashboard"),
    "standards": (_("体系与得分"), "list"),
    "sites": (pgettext_lazy("navigation", "点位"), "map-pin"),
    "inspections": (_("检查"), "checklist"),
    "cases": (_("问题"), "flag"),
    "tasks": (_("任务"), "list-check"),
    "evidence": (_("材料"), "folder"),
    "supervision": (_("督查考核"), "scale"),
    "meetings": (_("会议与文件"), "messages"),
    "public": (_("群众"), "users"),
    "system": (_("系统"), "settings"),
}


@dataclass(frozen=True)
class ShownEntry:
    """One line as the template draws it."""

    label: str | Promise
    url: str
    icon: str
    active: bool
    phone_rank: int


@dataclass(frozen=True)
class ShownGroup:
    """One kind of work: its name leads to its first entry; the others are shown while one of them is active."""

    label: str | Promise
    icon: str
    entries: list[ShownEntry]

    @property
    def url(self) -> str:
        """Where the name of the group leads."""
        return self.entries[0].url

    @property
    def active(self) -> bool:
        """True on a page of this group."""
        return any(entry.active for entry in self.entries)

    def __iter__(self) -> Iterator[ShownEntry]:
        """The entries."""
        return iter(self.entries)


def navigation_for(actor: Actor, *, address: str) -> list[ShownGroup]:
    """Groups of entries that this person may open; the entry with the longest matching address is active."""
    entries = [NavEntry("home", _("工作台"), reverse("workbench:home"), "home", phone_rank=1)]
    for make in navigation:
        entries.extend(make(actor))
    active = _active(entries, address)
    groups: defaultdict[str, list[ShownEntry]] = defaultdict(list)
    for entry in entries:
        groups[entry.group].append(ShownEntry(entry.label, entry.url, entry.icon, entry is active, entry.phone_rank))
    return [_group(name, groups[name]) for name in GROUPS if groups[name]]


def _group(name: str, entries: list[ShownEntry]) -> ShownGroup:
    """A group of one entry is called as the entry is."""
    label, icon = (entries[0].label, entries[0].icon) if len(entries) == 1 else GROUP_NAMES[name]
    return ShownGroup(label, icon, entries)


def _active(entries: list[NavEntry], address: str) -> NavEntry | None:
    home = reverse("workbench:home")
    matching = [
        entry
        for entry in entries
        if (address == home if entry.url == home else address.startswith(entry.prefix or entry.url))
    ]
    return max(matching, key=lambda entry: len(entry.prefix or entry.url), default=None)
