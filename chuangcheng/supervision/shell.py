"""What supervision adds to the rest: navigation, to-dos, words of the trail."""

from __future__ import annotations

from collections.abc import Sequence

from chuangcheng.core import shell
from chuangcheng.core.access import Actor
from chuangcheng.core.audit.words import words
from chuangcheng.core.shell import NavEntry
from chuangcheng.supervision import escalation_shell
from chuangcheng.supervision.escalation_words import ESCALATION_WORDS


def fill() -> None:
    """Called once, when the application is ready."""
    shell.navigation.fill("supervision", navigation)
    escalation_shell.fill()
    words.fill("supervision-escalation", ESCALATION_WORDS)


def navigation(actor: Actor) -> Sequence[NavEntry]:
    """The pages of supervision that the actor may open."""
    del actor
    return []
