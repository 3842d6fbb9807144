"""Text into HTML for tables of hundreds of cells. `format_html` looks at each argument for a text that is to be
translated later, and at each pattern anew: it costs more than the rest of a cell."""

from __future__ import annotations

from html import escape

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe


def shown(text: str | Promise) -> str:
    """The text as it may stand in HTML, between tags or in a quoted attribute; what is HTML already stays as it is."""
    return text if isinstance(text, SafeString) else escape(str(text))


def markup(html: str) -> SafeString:
    """HTML that was put together of our own tags and of `shown` texts, and nothing else."""
    return mark_safe(html)  # noqa: S308 - what the caller promises
