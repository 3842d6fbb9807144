"""开办: what a new installation needs before daily work, told by each context in its place; the workbench shows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.shell import QuickAct, Text
from chuangcheng.core.slots import Slot


@dataclass(frozen=True)
class FirstStep:
    """One thing to bring in. It is done when there is a row; the rows are only asked for where the step is shown."""

    rank: int  # order of the steps
    title: Text
    about: Text  # what it is for and who brings it: one sentence
    may: bool  # the person may do it, for the whole place
    rows: QuerySet[Any]  # what is there; never evaluated whole
    list_url: str  # where what is there stands
    acts: Sequence[QuickAct] = ()  # ways to do it, the usual one first; shown to who may


FirstSteps: TypeAlias = Callable[[Actor], Sequence[FirstStep]]  # without a query

first_steps: Slot[FirstSteps] = Slot("first steps")


def import_acts(kind: str) -> list[QuickAct]:
    """The two ways into an import: the page, and the template to fill in first."""
    return [
        QuickAct(_("导入"), reverse("imports:start", args=[kind]), "upload"),
        QuickAct(_("下载模板"), reverse("imports:template", args=[kind]), "download"),
    ]
