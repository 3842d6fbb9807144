"""Phones in what a case tells: read in full only by those who may, and that they did is on record."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.cases.access import case_for
from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput
from chuangcheng.orgs.access import VIEW_PHONES


@transaction.atomic
def open_phones(*, actor: Actor, case_id: UUID) -> str:
    """The description and place in full. Raises InvalidInput when there is no phone in them."""
    require(actor, VIEW_PHONES)
    case = case_for(actor, case_id)
    if not case.has_phones:
        raise InvalidInput(_("该问题的描述和地点中没有电话号码。"))
    audit.record(actor=actor, action="cases.open_phones", subject=case)
    return "；".join(text for text in (case.description, case.place_text) if text)
