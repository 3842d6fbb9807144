from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.command.library_access import READ_LIBRARY
from chuangcheng.command.speech_access import READ_SPEECHES
from chuangcheng.core.access import Actor


def library_pages(actor: Actor, active: str) -> list[dict[str, Any]]:
    """The tabs of the library that the actor may open."""
    found = [
        ("library", _("文稿"), reverse("command:library"), READ_LIBRARY),
        ("speeches", _("讲话稿"), reverse("command:speeches"), READ_SPEECHES),
    ]
    return [{"label": label, "url": url, "active": code == active} for code, label, url, may in found if actor.may(may)]
