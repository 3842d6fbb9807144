"""Cases as the desk looks them up."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.cases.access import visible_cases
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput


def case_of_number(*, actor: Actor, written: str) -> UUID:
    """Id of the visible case with this number, or with this id; one sentence when there is none."""
    text = written.strip()
    found = visible_cases(actor).filter(number=text).values_list("pk", flat=True).first()
    if found is None:
        found = _by_id(actor, text)
    if found is None:
        raise InvalidInput(_("没有找到编号为“%(number)s”的问题，请核对编号。") % {"number": text[:40]})
    return found


def _by_id(actor: Actor, text: str) -> UUID | None:
    try:
        case_id = UUID(text)
    except ValueError:
        return None
    return visible_cases(actor).filter(pk=case_id).values_list("pk", flat=True).first()
