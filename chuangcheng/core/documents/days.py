"""How papers write a day."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _


def long_day(day: date) -> str:
    """2026年10月8日: figures without leading zeros, as official papers are dated."""
    return _("%(year)s年%(month)s月%(day)s日") % {"year": day.year, "month": day.month, "day": day.day}
