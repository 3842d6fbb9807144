"""劝导: written once for each id, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import isfinite
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.times import now
from chuangcheng.field.access import ADVISE
from chuangcheng.field.models import Advice, AdvicePhoto
from chuangcheng.field.positions import Fix
from chuangcheng.sites.access import site_for

MOST_PEOPLE = 500  # spoken to at once; our choice
MOST_PLACE, MOST_BEHAVIOUR, MOST_NOTE = 200, 100, 500  # characters, as the columns
OLDEST = timedelta(days=60)  # a record may wait so long on a phone, as a visit may


def give_advice(
    *,
    actor: Actor,
    advice_id: UUID,
    at: datetime,
    behaviour: str,
    count: int,
    outcome: str,
    place: str = "",
    site_id: UUID | None = None,
    position: Fix | None = None,
    note: str = "",
    photo_ids: Sequence[UUID] = (),
) -> Advice:
    """The advice with its photos; who was spoken to is not asked for."""
    require(actor, ADVISE)
    site = None if site_id is None else site_for(actor, site_id)
    where = place.strip() or (site.name if site is not None else _told(position))
    _check(where, behaviour.strip(), count, outcome, note)
    moment = now()
    made = Advice.objects.create(
        pk=advice_id,
        person_id=actor.person_id or 0,
        person_name=actor.name,
        unit_name=actor.unit_name,
        site=site,
        area=None if site is None else site.area,
        place=where,
        lon=None if position is None else position.lon,
        lat=None if position is None else position.lat,
        behaviour=behaviour.strip(),
        count=count,
        outcome=outcome,
        note=note.strip(),
        at=at if moment - OLDEST <= at <= moment else moment,
        received_at=moment,
    )
    AdvicePhoto.objects.bulk_create(
        AdvicePhoto(advice=made, file_id=photo, order=order) for order, photo in enumerate(photo_ids)
    )
    audit.record(actor=actor, action="field.advise", subject=made, detail={"count": count})
    return made


def _told(position: Fix | None) -> str:
    if position is None or not (isfinite(position.lon) and isfinite(position.lat)):
        return ""
    return _("定位%(lon)s，%(lat)s") % {"lon": f"{position.lon:.5f}", "lat": f"{position.lat:.5f}"}


def _check(place: str, behaviour: str, count: int, outcome: str, note: str) -> None:
    if not place:
        raise InvalidInput(_("请写明在什么地方劝导。"))
    if not behaviour:
        raise InvalidInput(_("请写明劝导的是什么行为。"))
    if not 1 <= count <= MOST_PEOPLE:
        raise InvalidInput(_("劝导人数应在1到%(most)s之间。") % {"most": MOST_PEOPLE})
    if outcome not in Advice.Outcome.values:
        raise InvalidInput(_("没有这个劝导结果，请从列表中选择。"))
    if len(place) > MOST_PLACE or len(behaviour) > MOST_BEHAVIOUR or len(note) > MOST_NOTE:
        raise InvalidInput(_("文字过长，请精简后再提交。"))
    if "\x00" in place + behaviour + note:
        raise InvalidInput(_("文字中有无法保存的字符，请重新输入。"))
