"""What two standards have to do with each other, for people."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def relation_words(relation: str, share: Decimal | None = None) -> str:
    """The relation as seen from the first standard, an overlap with its share."""
    if share is not None:
        return _("部分重合（约%(share)s%%）") % {"share": int(share * 100)}
    return {
        "equal": pgettext("crosswalk", "等同"),
        "covers": pgettext("crosswalk", "涵盖"),
        "covered_by": pgettext("crosswalk", "被涵盖"),
        "overlaps": pgettext("crosswalk", "部分重合"),
    }[relation]
