"""The navigation of one person: the entries that contexts give, grouped by work and in the order of UI.md.

Who works for units alone (no permission of theirs covers the whole place) gets at most five groups: kinds of work are
folded into one, each as a section with its name, so that nothing is lost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
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

# The groups of who works for units alone: name, icon, the kinds of work in it (UI.md: five entries, not thirteen).
FOLDED_GROUPS = (
    (_("工作台"), "home", ("home", "overview")),
    (_("问题"), "flag", ("cases",)),
    (_("任务与材料"), "list-check", ("tasks", "evidence")),
    (_("检查与点位"), "checklist", ("inspections", "sites")),
    (_("会议与资料"), "messages", ("meetings", "supervision", "surveys", "public", "standards", "system")),
)


@dataclass(frozen=True)
class ShownEntry:
    """One line as the template draws it."""

    label: str | Promise
    url: str
    icon: str
    active: bool
    phone_rank: int


@dataclass(frozen=True)
class ShownSection:
    """The entries of one kind of work inside a group."""

    label: str | Promise  # empty: it needs no name of its own
    entries: list[ShownEntry]


@dataclass(frozen=True)
class ShownGroup:
    """What stands in the menu always: its name leads to its first entry; the others are shown while one is active."""

    label: str | Promise
    icon: str
    sections: list[ShownSection]

    @property
    def entries(self) -> list[ShownEntry]:
        """Those of all sections."""
        return [entry for section in self.sections for entry in section.entries]

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
    kinds: defaultdict[str, list[ShownEntry]] = defaultdict(list)
    for entry in entries:
        kinds[entry.group].append(ShownEntry(entry.label, entry.url, entry.icon, entry is active, entry.phone_rank))
    if len(kinds) > len(FOLDED_GROUPS) and _works_for_units(actor):
        return [
            _folded(label, icon, [kind for kind in kinds_of_group if kind in kinds], kinds)
            for label, icon, kinds_of_group in FOLDED_GROUPS
            if any(kind in kinds for kind in kinds_of_group)
        ]
    return [_group(name, kinds[name]) for name in GROUPS if name in kinds]


def _works_for_units(actor: Actor) -> bool:
    """True when nothing that the person may do covers the whole place."""
    return not any(actor.everywhere(code) for code in actor.grants)


def _folded(label: str | Promise, icon: str, names: Sequence[str], kinds: Mapping[str, list[ShownEntry]]) -> ShownGroup:
    """Several kinds of work as one group; a single one keeps its own name."""
    if len(names) == 1:
        return _group(names[0], kinds[names[0]])
    sections = [ShownSection(GROUP_NAMES[name][0] if name in GROUP_NAMES else "", kinds[name]) for name in names]
    return ShownGroup(label, icon, sections)


def _group(name: str, entries: list[ShownEntry]) -> ShownGroup:
    """A group of one entry is called as the entry is."""
    label, icon = (entries[0].label, entries[0].icon) if len(entries) == 1 else GROUP_NAMES[name]
    return ShownGroup(label, icon, [ShownSection("", entries)])


def _active(entries: list[NavEntry], address: str) -> NavEntry | None:
    home = reverse("workbench:home")
    matching = [
        entry
        for entry in entries
        if (address == home if entry.url == home else address.startswith(entry.prefix or entry.url))
    ]
    return max(matching, key=lambda entry: len(entry.prefix or entry.url), default=None)
