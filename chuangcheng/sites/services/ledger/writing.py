"""Puts what rows say into sites: all of it into new ones, and into known ones what the ledger has changed since."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from chuangcheng.core.crypto import decrypt, encrypt
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.values import BadValue, yes_no
from chuangcheng.core.phones import mask_phone, normalise_phone, with_phones_of
from chuangcheng.sites.models import Site, Stewardship
from chuangcheng.sites.services.ledger.drafts import FIELDS, MODEL, names_in, plain, stewards_in
from chuangcheng.sites.services.ledger.known import Wanted
from chuangcheng.sites.services.ledger.lookups import Lookups
from chuangcheng.sites.services.positions import position_of, put_at

COLUMNS = [
    *("number", "name", "site_type", "area", "owner", "address", "lon", "lat", "cell", "contract_leader"),
    *("contract_leader_name", "contact_name", "contact_phone_encrypted", "is_model", "note", "updated_at"),
]
_is_model = yes_no(yes=(MODEL, "示范"), no=("非示范点", "非示范"))


@dataclass
class Writer:
    """Writes fields of one file; gathers stewardships to end and to begin."""

    lookups: Lookups
    report: Report
    day: date
    running: Mapping[object, Sequence[Stewardship]]  # site id → stewardships that have not ended
    begun: list[Stewardship] = field(default_factory=list)
    ended: list[Stewardship] = field(default_factory=list)

    def write(self, site: Site, wanted: Wanted, fields: Sequence[str]) -> bool:
        """Whether the site is another than before."""
        changes = [_WRITERS[name](self, site, wanted) for name in fields]
        return any(changes)

    def name(self, site: Site, wanted: Wanted) -> bool:
        return _set(site, "name", wanted.draft.name)

    def type(self, site: Site, wanted: Wanted) -> bool:
        return _set(site, "site_type", wanted.site_type)

    def area(self, site: Site, wanted: Wanted) -> bool:
        return wanted.area is not None and _set(site, "area", wanted.area)

    def owner(self, site: Site, wanted: Wanted) -> bool:
        owner = self.lookups.owner(wanted.draft)
        return owner is not None and _set(site, "owner", owner)

    def address(self, site: Site, wanted: Wanted) -> bool:
        return _set(site, "address", wanted.draft.said["address"].replace("\n", " "))

    def position(self, site: Site, wanted: Wanted) -> bool:
        if wanted.position is None or position_of(site) == wanted.position:
            return False
        put_at(site, wanted.position)
        return True

    def leader(self, site: Site, wanted: Wanted) -> bool:
        names = names_in(wanted.draft.said["leader"])
        if not names or names[0] == (site.contract_leader.name if site.contract_leader else site.contract_leader_name):
            return False
        person = self.lookups.person(names[0], wanted.draft.row, "leader")
        site.contract_leader, site.contract_leader_name = person, "" if person else names[0][:60]
        return True

    def stewards(self, site: Site, wanted: Wanted) -> bool:
        """Of each kind that the row names, those named look after the site from today on, and no others."""
        changed = False
        running = self.running.get(site.pk, ())
        for kind, names in stewards_in(wanted.draft.row).items():
            there = {plain(row.name): row for row in running if row.kind == kind}
            gone = [there[name] for name in there.keys() - {plain(name) for name in names}]
            fresh = [name for name in names if plain(name) not in there]
            self._end(gone)
            self._begin(site, wanted, kind, fresh)
            changed = changed or bool(gone or fresh)
        return changed

    def contact(self, site: Site, wanted: Wanted) -> bool:
        return _set(site, "contact_name", wanted.draft.said["contact"].replace("\n", " "))

    def phone(self, site: Site, wanted: Wanted) -> bool:
        before = decrypt(site.contact_phone_encrypted) if site.contact_phone_encrypted else ""
        said = wanted.draft.said["phone"]
        if before and said == mask_phone(before):
            return False  # our own export: it shows no more than this
        try:
            phone = normalise_phone(said)
        except InvalidInput as error:
            self.report.note(wanted.draft.row, "phone", _("电话没有采用：%(why)s") % {"why": error})
            return False
        if not phone or phone == before:
            return False
        site.contact_phone_encrypted = encrypt(phone)
        return True

    def model(self, site: Site, wanted: Wanted) -> bool:
        try:
            return _set(site, "is_model", _is_model(wanted.draft.said["model"]))
        except BadValue as error:
            self.report.note(wanted.draft.row, "model", str(error))
            return False

    def note(self, site: Site, wanted: Wanted) -> bool:
        return _set(site, "note", with_phones_of(wanted.draft.said["note"], site.note))

    def _end(self, rows: Sequence[Stewardship]) -> None:
        for row in rows:
            row.ends_on, row.end_reason = self.day - timedelta(days=1), _("台账更新")
        self.ended += rows

    def _begin(self, site: Site, wanted: Wanted, kind: str, names: Sequence[str]) -> None:
        for name in names:
            person = self.lookups.person(name, wanted.draft.row, kind)
            self.begun.append(Stewardship(site=site, person=person, name=name[:60], kind=kind, starts_on=self.day))


_WRITERS: Mapping[str, Callable[[Writer, Site, Wanted], bool]] = {name: getattr(Writer, name) for name in FIELDS}


def _set(site: Site, name: str, value: object) -> bool:
    if getattr(site, name) == value:
        return False
    setattr(site, name, value)
    return True
