"""Slots of the shell: what a context adds to navigation, to-do page and search, without knowing the workbench."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from django.db.models import QuerySet
from django.utils.functional import Promise

from chuangcheng.core.access import Actor
from chuangcheng.core.slots import Slot

Text: TypeAlias = "str | Promise"

# Left navigation by work, not by table (UI.md), in this order.
GROUPS = (
    *("home", "overview", "standards", "sites", "inspections", "cases", "tasks", "evidence", "surveys"),
    *("supervision", "meetings", "public", "system"),
)


@dataclass(frozen=True)
class NavEntry:
    """One line of the navigation."""

    group: str  # one of GROUPS
    label: Text
    url: str
    icon: str  # name in static/icons.svg
    prefix: str = ""  # the entry is active when the address begins with this; default: url
    phone_rank: int = 9  # the four lowest stand in the bottom bar of a phone


@dataclass(frozen=True)
class Todo:
    """One thing that is mine today, with its one next act."""

    urgency: int  # 0 overdue, 1 due today, 2 returned to me, 3 new, 4 coming
    title: Text
    url: str
    act: Text  # the next act, as a verb: 去处置
    kind: Text  # 问题, 检查 …
    number: str = ""
    due_at: datetime | None = None
    detail: Text = ""  # where it is, or whose: one line
    situation: Text = ""  # how it stands, in a word or two; empty: what the urgency says
    act_url: str = ""  # where the act is done at once; empty: at `url`


@dataclass(frozen=True, slots=True)
class Figure:
    """A number at the head of the to-do page, with the way down to what it counts."""

    label: Text
    value: str  # "7", "1,000+"
    url: str
    tone: str = ""  # "red" or "amber" when something goes wrong


@dataclass(frozen=True, slots=True)
class QuickAct:
    """What a person begins from the to-do page with one press."""

    label: Text
    url: str
    icon: str  # name in static/icons.svg


@dataclass(frozen=True, slots=True)
class SearchReach:
    """Which records of a kind somebody may find, in terms of the index (`core.search.scopes`)."""

    scopes: Collection[str] | None = None  # records with one of them; None: all
    without: Collection[str] = ()  # but none with one of these
    object_ids: Collection[str] = ()  # and these few besides, whatever their scopes


def reach_everything(actor: Actor) -> SearchReach | None:  # noqa: ARG001 - the signature of every reach
    """The reach in a kind whose records everybody sees who sees one."""
    return SearchReach()


@dataclass(frozen=True)
class SearchKind:
    """How hits of one kind are shown and who may see them."""

    kind: str  # SearchEntry.kind
    label: Text
    url_of: Callable[[str], str]  # object id → address
    visible_ids: Callable[
        [Actor, Sequence[str]], set[str]
    ]  # of these object ids, the ones the actor may see; one query
    # What the actor may see, as far as the index can tell; None: nothing. Nothing visible may lie outside.
    reach_of: Callable[[Actor], SearchReach | None] = reach_everything


@dataclass(frozen=True)
class RareTodos:
    """To-dos of rows that are mostly not there, or one line for all of them: the to-do page counts the rows of every
    context by one statement, and asks for the lines only where there are rows."""

    rows: Callable[[Actor, datetime], QuerySet[Any, Any] | None]  # without a slice; None: not for this person
    told: Callable[[Actor, datetime, int], Sequence[Todo]]  # from how many rows there are, counted to `most`
    most: int = 1  # rows that are counted


Navigation: TypeAlias = Callable[[Actor], Sequence[NavEntry]]
MOST_TODOS = 50  # of one context
Todos: TypeAlias = Callable[[Actor, datetime], Sequence[Todo]]  # at most MOST_TODOS each, most urgent first
QuickActs: TypeAlias = Callable[[Actor], Sequence[QuickAct]]
Landing: TypeAlias = Callable[[Actor], str]  # the first page after signing in; empty: the to-do page. No queries
Figures: TypeAlias = Callable[[Actor, datetime], Sequence[Figure]]  # a few each; their cost does not grow with the rows

navigation: Slot[Navigation] = Slot("navigation")
settings_pages: Slot[Navigation] = Slot("settings pages")
todos: Slot[Todos] = Slot("todos")
rare_todos: Slot[RareTodos] = Slot("rare todos")
figures: Slot[Figures] = Slot("figures")
quick_acts: Slot[QuickActs] = Slot("quick acts")
search_kinds: Slot[SearchKind] = Slot("search kinds")
landing_pages: Slot[Landing] = Slot("first pages after signing in")
