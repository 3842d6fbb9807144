"""The ways by which reports come in an installation that is new, with their clocks. All of it is our choice."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop

HOURS, DAYS = "working_hours", "working_days"
ALWAYS, ASKED = "always", "asked"
NORMAL, URGENT = "normal", "urgent"
OUR_CHOICE = gettext_noop("本系统的选择")

PORTAL, OPEN311, SUPERIOR = "portal", "open311", "superior"  # named by services


@dataclass(frozen=True, slots=True)
class DefaultSource:
    """A source as it is first created."""

    code: str
    name: str
    accept: tuple[int, str]
    answer: tuple[int, str]
    answering: str = ALWAYS
    needs_approval: bool = True
    is_in_writing: bool = False
    severity: str = NORMAL


DEFAULT_SOURCES = (
    DefaultSource("hotline", gettext_noop("举报电话"), (2, HOURS), (5, DAYS), ASKED, needs_approval=False),
    DefaultSource("line12345", gettext_noop("12345热线"), (4, HOURS), (5, DAYS)),
    DefaultSource("county_line", gettext_noop("县长热线"), (2, HOURS), (3, DAYS)),
    DefaultSource("mayor_box", gettext_noop("县长信箱"), (1, DAYS), (5, DAYS), is_in_writing=True),
    DefaultSource("npc", gettext_noop("人大建议"), (3, DAYS), (60, DAYS), is_in_writing=True),
    DefaultSource("cppcc", gettext_noop("政协提案"), (3, DAYS), (60, DAYS), is_in_writing=True),
    DefaultSource("media", gettext_noop("媒体曝光"), (2, HOURS), (2, DAYS), severity=URGENT),
    DefaultSource("supervisor", gettext_noop("群众监督员"), (4, HOURS), (5, DAYS), ASKED, needs_approval=False),
    DefaultSource(PORTAL, gettext_noop("随手拍"), (1, DAYS), (5, DAYS), ASKED, needs_approval=False),
    DefaultSource(OPEN311, gettext_noop("Open311接口"), (1, DAYS), (5, DAYS), ASKED, needs_approval=False),
    DefaultSource(SUPERIOR, gettext_noop("上级反馈"), (2, HOURS), (5, DAYS), is_in_writing=True, severity=URGENT),
)
