from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from chuangcheng.core.inbox_text import InboxText


class Ending(Enum):
    """How one try ended."""

    SENT = "sent"
    AGAIN = "again"  # certainly not sent; another try may help
    REFUSED = "refused"  # certainly not sent; another try is useless
    UNCLEAR = "unclear"  # handed over, but nobody said whether it was taken
    NEEDLESS = "needless"  # nobody needs it any more


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a try, with a sentence for who looks after the channel."""

    ending: Ending
    sentence: InboxText | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """One message as it goes out."""

    id: str  # the same at every try: a gateway that knows it can tell a repetition
    to: str  # mobile number or mail address; "" for a group
    title: str
    link: str
    lines: tuple[str, ...] = ()  # of a digest

    @property
    def text(self) -> str:
        """All of it as plain text."""
        return "\n".join(part for part in (self.title, *self.lines, self.link) if part)


SENT = Outcome(Ending.SENT)
