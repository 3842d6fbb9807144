"""A site is entered, changed, taken out of use and put back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.crypto import decrypt, encrypt
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.numbers import next_number
from chuangcheng.core.phones import mask_phones_in, normalise_phone, with_phones_of
from chuangcheng.core.times import today
from chuangcheng.orgs.access import VIEW_PHONES, VIEW_UNITS, unit_for
from chuangcheng.sites.access import CHANGE, grid_cell_for, site_for
from chuangcheng.sites.coordinates import Point
from chuangcheng.sites.indexing import index_sites
from chuangcheng.sites.models import Site
from chuangcheng.sites.services.positions import position_of, put_at
from chuangcheng.sites.services.texts import checked_line, checked_note, checked_reason
from chuangcheng.standards.access import site_type_for

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit

SERIES = "site"
NUMBER_LENGTH, NAME_LENGTH, ADDRESS_LENGTH, PERSON_LENGTH, NOTE_LENGTH = 40, 120, 200, 60, 500  # as the columns
COLUMNS = [
    *("number", "name", "site_type", "area", "grid_cell", "address", "lon", "lat", "cell"),
    *("contact_name", "contact_phone_encrypted", "note", "is_model", "updated_at"),
]


class NumberTaken(InvalidInput):
    """Another site has this number."""

    def __init__(self, number: str) -> None:
        super().__init__(_("编号“%(number)s”已用于另一个点位，请换一个编号。") % {"number": number})


class SamePlace(Refusal):
    """A site of this type, name and address is there already."""

    def __init__(self, number: str) -> None:
        text = _("已有同类型、同名称、同地址的点位（编号%(number)s），请核对；确属两处的请写明不同的地址。")
        super().__init__(text % {"number": number})


@dataclass(frozen=True)
class SiteFacts:
    """What is written down about a site, apart from who answers for it."""

    name: str
    site_type_id: int
    area_id: int
    number: str = ""  # empty: given by us, or as it is
    address: str = ""
    position: Point | None = None  # WGS-84
    grid_cell_id: int | None = None
    contact_name: str = ""
    contact_phone: str | None = None  # None: as it is
    note: str = ""
    is_model: bool = False


def create_site(*, actor: Actor, site_id: UUID, facts: SiteFacts, owner_id: int | None = None) -> Site:
    """The site with this id: made now, or, when the same id comes again, as it stands."""
    if not is_client_id(site_id):
        raise InvalidInput(_("点位标识无效，请刷新页面后重新填写。"))
    if Site.objects.filter(pk=site_id).exists():
        return site_for(actor, site_id)
    try:
        with transaction.atomic():
            site = Site(pk=site_id, owner=open_unit(actor, owner_id) if owner_id else None)
            _write(site, actor, facts)
            site.number = site.number or fresh_number()
            site.save(force_insert=True)
            index_sites([site])
            audit.record(actor=actor, action="sites.create", subject=site, detail={"number": site.number})
    except IntegrityError:
        # The same form at the same moment, or another site took the number in between.
        if not Site.objects.filter(pk=site_id).exists():
            raise NumberTaken(facts.number) from None
        return site_for(actor, site_id)
    return site


def change_site(*, actor: Actor, site_id: UUID, facts: SiteFacts) -> Site:
    """The site with its facts as given. What it was called before stays in the audit trail."""
    with transaction.atomic():
        site = site_for(actor, site_id, permission=CHANGE, lock=True)
        before = facts_of(site)
        number = site.number
        _write(site, actor, facts)
        site.number = site.number or number
        site.save(update_fields=COLUMNS)
        index_sites([site])
        detail = {"fields": _changed(before, facts_of(site)), "was": {"number": number, "name": before.name}}
        audit.record(actor=actor, action="sites.change", subject=site, detail=detail)
    return site


def facts_of(site: Site) -> SiteFacts:
    """The facts as they are written down; the phone only as "unchanged"."""
    return SiteFacts(
        name=site.name,
        site_type_id=site.site_type_id,
        area_id=site.area_id,
        number=site.number,
        address=site.address,
        position=position_of(site),
        grid_cell_id=site.grid_cell_id,
        contact_name=site.contact_name,
        note=site.note,
        is_model=site.is_model,
    )


def deactivate_site(*, actor: Actor, site_id: UUID, reason: str) -> Site:
    """The site is no longer visited; its history stays. Twice is once."""
    return _set_active(actor, site_id, reason, is_active=False)


def reactivate_site(*, actor: Actor, site_id: UUID, reason: str) -> Site:
    """The site is visited again. Twice is once."""
    return _set_active(actor, site_id, reason, is_active=True)


def open_contact_phone(*, actor: Actor, site_id: UUID) -> tuple[str, str]:
    """The full number of the site's contact and its note when a phone is masked there; "" for none.

    That they were looked at is kept on record.
    """
    with transaction.atomic():
        site = site_for(actor, site_id, permission=VIEW_PHONES)
        audit.record(actor=actor, action="sites.open_phone", subject=site)
    phone = decrypt(site.contact_phone_encrypted) if site.contact_phone_encrypted else ""
    return phone, site.note if mask_phones_in(site.note) != site.note else ""


def fresh_number() -> str:
    """The next number of ours; one that a ledger from elsewhere has used already is passed over."""
    while True:
        number = next_number(series=SERIES, year=today().year)
        if not Site.objects.filter(number=number).exists():
            return number


def open_unit(actor: Actor, unit_id: int, *, permission: str = VIEW_UNITS) -> Unit:
    """The unit, when the actor holds the permission there and it is not closed."""
    unit = unit_for(actor, unit_id, permission=permission)
    if unit.closed_on is not None:
        raise InvalidInput(_("“%(name)s”已撤并，请选择现有的单位。") % {"name": unit.name})
    return unit


def _write(site: Site, actor: Actor, facts: SiteFacts) -> None:
    """Puts checked facts into the row, unsaved. Raises InvalidInput, NotFound, SamePlace."""
    site.name = checked_line(facts.name, label=_("名称"), at_most=NAME_LENGTH, required=True)
    site.number = checked_line(facts.number, label=_("编号"), at_most=NUMBER_LENGTH)
    site.address = checked_line(facts.address, label=_("地址"), at_most=ADDRESS_LENGTH)
    site.contact_name = checked_line(facts.contact_name, label=_("联系人"), at_most=PERSON_LENGTH)
    site.note = checked_note(with_phones_of(facts.note, site.note), label=_("备注"), at_most=NOTE_LENGTH)
    site.is_model = facts.is_model
    site.site_type = site_type_for(actor, facts.site_type_id)
    if site.area_id != facts.area_id:
        site.area = open_unit(actor, facts.area_id, permission=CHANGE)
    site.grid_cell = grid_cell_for(actor, facts.grid_cell_id) if facts.grid_cell_id else None
    put_at(site, facts.position)
    if facts.contact_phone is not None:
        phone = normalise_phone(facts.contact_phone)
        site.contact_phone_encrypted = encrypt(phone) if phone else b""
    _refuse_doubles(site)


def _refuse_doubles(site: Site) -> None:
    others = Site.objects.exclude(pk=site.pk)
    if site.number and others.filter(number=site.number).exists():
        raise NumberTaken(site.number)
    same = others.filter(area_id=site.area_id, site_type_id=site.site_type_id, name=site.name, address=site.address)
    found = same.filter(is_active=True).values_list("number", flat=True).first()
    if found is not None:
        raise SamePlace(found)


def _set_active(actor: Actor, site_id: UUID, reason: str, *, is_active: bool) -> Site:
    why = checked_reason(reason)
    with transaction.atomic():
        site = site_for(actor, site_id, permission=CHANGE, lock=True)
        if site.is_active != is_active:
            site.is_active = is_active
            site.save(update_fields=["is_active", "updated_at"])
            action = "sites.reactivate" if is_active else "sites.deactivate"
            audit.record(actor=actor, action=action, subject=site, detail={"reason": why})
    return site


def _changed(before: SiteFacts, after: SiteFacts) -> list[str]:
    return [name for name in vars(after) if getattr(before, name) != getattr(after, name)]
