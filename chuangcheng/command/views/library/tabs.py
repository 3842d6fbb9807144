from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _


def library_pages(active: str) -> list[dict[str, Any]]:
    """The tabs of the library."""
    found = [("library", _("文稿"), reverse("command:library"))]
    return [{"label": label, "url": url, "active": code == active} for code, label, url in found]
