"""What steadiness adds to the rest: navigation, words of the trail."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.core import shell
from chuangcheng.core.access import Actor
from chuangcheng.core.audit.words import Words, words
from chuangcheng.core.shell import NavEntry
from chuangcheng.supervision import steadiness_policies  # noqa: F401 - the settings page knows its settings by this import
from chuangcheng.supervision.steadiness_access import VIEW

STEADINESS_WORDS = Words(actions={"supervision.export_steadiness": gettext_lazy("导出巩固与常态")})


def fill() -> None:
    """Called once, when the application is ready."""
    shell.navigation.fill("supervision-steadiness", _entries)
    words.fill("supervision-steadiness", STEADINESS_WORDS)


def _entries(actor: Actor) -> Sequence[NavEntry]:
    if not actor.may(VIEW):
        return []
    return [NavEntry("supervision", _("巩固与常态"), reverse("supervision:steadiness"), "refresh")]
