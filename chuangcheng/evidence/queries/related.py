"""Standards whose material may serve for another one, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from chuangcheng.standards.queries import linked_standards, of_other_editions

if TYPE_CHECKING:
    from chuangcheng.standards.models import Standard


def related_standards(standard: Standard) -> dict[int, str]:
    """Id of a standard → why its material may serve: its own, then those of other editions and those linked with it.

    Two queries.
    """
    found = {standard.pk: _("同一标准")}
    found |= dict.fromkeys(of_other_editions(standard), _("往年同一标准"))
    words = {
        "equal": _("对照：等同"),
        "covers": _("对照：本标准包含它"),
        "covered_by": _("对照：它包含本标准"),
        "overlaps": _("对照：部分重合"),
    }
    for linked in linked_standards([standard.pk]).get(standard.pk, ()):
        found.setdefault(linked.standard.pk, words[linked.relation])
    return found
