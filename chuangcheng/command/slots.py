"""What upper contexts may add to the pages of this one; they fill the slots in `apps.ready`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from chuangcheng.core.access import Actor
from chuangcheng.core.slots import Slot

if TYPE_CHECKING:
    from chuangcheng.command.models import Meeting


@dataclass(frozen=True)
class MeetingLink:
    """An entry of the menu on the page of a meeting."""

    label: str
    url: str
    icon: str


# (actor, meeting) → the link, or None when it is not offered to this actor. No queries.
MeetingLinkOf: TypeAlias = "Callable[[Actor, Meeting], MeetingLink | None]"
meeting_links: Slot[MeetingLinkOf] = Slot("links on the page of a meeting")
