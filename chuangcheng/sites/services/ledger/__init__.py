"""Takes ledgers of places in: rows become drafts, doubles are listed, words are looked up, known sites change where the
ledger has changed, the others are made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.imports.conflicts import without_conflicting_codes
from chuangcheng.core.imports.memory import remember, said_before
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.core.times import now, today
from chuangcheng.sites.access import CHANGE, may_at
from chuangcheng.sites.indexing import index_sites
from chuangcheng.sites.models import Site, Stewardship
from chuangcheng.sites.services.ledger.doubles import without_doubles
from chuangcheng.sites.services.ledger.drafts import FIELDS, SiteDraft, drafts_of
from chuangcheng.sites.services.ledger.edited import edited_fields
from chuangcheng.sites.services.ledger.known import KnownSites, Mismatch, Wanted
from chuangcheng.sites.services.ledger.lookups import Lookups
from chuangcheng.sites.services.ledger.positions import positions_of
from chuangcheng.sites.services.ledger.writing import COLUMNS, Writer
from chuangcheng.sites.services.sites import fresh_number

KIND = "sites"
BATCH = 500  # rows in one statement

__all__ = ["apply_site_rows"]


@dataclass
class Taken:
    """What went in."""

    created: list[Site]
    updated: list[Site]
    said: dict[str, str]  # key → fingerprint


def apply_site_rows(rows: Sequence[Row], *, actor: Actor, report: Report) -> None:
    """Writes the sites of a ledger, undoing nothing that was changed here since; see `core.imports.kinds.Apply`."""
    sound = without_conflicting_codes(rows, code="code", name="name", report=report)
    drafts = without_doubles(drafts_of(sound, report), report)
    before = said_before(KIND, [draft.key() for draft in drafts])
    fresh = [
        draft for draft in drafts if draft.row.values.get("mark") or before.get(draft.key()) != draft.fingerprint()
    ]
    report.unchanged += len(drafts) - len(fresh)
    if fresh:
        _take(fresh, before, actor, report)


def _take(drafts: Sequence[SiteDraft], before: dict[str, str], actor: Actor, report: Report) -> None:
    lookups = Lookups(drafts, actor=actor, report=report)
    known = KnownSites(drafts)
    writer = Writer(lookups, report, today(), running=_running(known))
    taken = Taken([], [], {})
    placed = list(zip(drafts, positions_of(drafts, report), strict=True))
    for draft, position in report.watched(placed):
        wanted = Wanted(draft, lookups.site_type(draft), lookups.area(draft), position)
        try:
            _take_one(wanted, known.find(wanted), before.get(draft.key(), ""), writer, taken, actor)
        except Mismatch as mismatch:
            report.reject(draft.row, mismatch.key, str(mismatch))
    lookups.list_people()
    _save(taken, writer)
    remember(KIND, taken.said)


def _take_one(wanted: Wanted, site: Site | None, fingerprint: str, writer: Writer, taken: Taken, actor: Actor) -> None:
    draft, report = wanted.draft, writer.report
    is_new = site is None
    if site is None:
        if fingerprint:
            raise Mismatch("code", _("这一行导入过，但点位的编号或名称已在系统中改动，请按现在的编号填写。"))
        area = wanted.area or writer.lookups.place
        site = Site(number=draft.code or fresh_number(), site_type=wanted.site_type, area=area)
    elif not may_at(actor, CHANGE, site):
        raise Mismatch("", _("该点位不在您维护的范围内，没有改动。"))
    fields = tuple(name for name in FIELDS if draft.said[name])
    if not is_new:
        edited = edited_fields(draft, report)
        fields = draft.changed_since(fingerprint) if edited is None else edited
    if is_new and wanted.area is None:
        report.note(draft.row, "area", _("没有能用的所属街道，暂归全域，请补上。"))
    was_changed = writer.write(site, wanted, fields)
    if not may_at(actor, CHANGE, site):
        raise Mismatch("area", _("该街道不在您维护的范围内，没有导入。"))
    if not is_new and draft.code and site.number != draft.code:
        report.note(draft.row, "code", _("编号由%(old)s改为%(new)s。") % {"old": site.number, "new": draft.code})
        site.number, was_changed = draft.code, True
    taken.said[draft.key()] = draft.fingerprint()
    _count(site, taken, report, is_new=is_new, was_changed=was_changed)


def _count(site: Site, taken: Taken, report: Report, *, is_new: bool, was_changed: bool) -> None:
    if is_new:
        taken.created.append(site)
        report.created += 1
    elif was_changed:
        taken.updated.append(site)
        report.updated += 1
    else:
        report.unchanged += 1


def _save(taken: Taken, writer: Writer) -> None:
    moment = now()
    for site in taken.updated:
        site.updated_at = moment
    Site.objects.bulk_create(taken.created, batch_size=BATCH)
    Site.objects.bulk_update(taken.updated, COLUMNS, batch_size=BATCH)
    saved = {site.pk for site in (*taken.created, *taken.updated)}
    Stewardship.objects.bulk_update(
        [row for row in writer.ended if row.site_id in saved], ["ends_on", "end_reason"], batch_size=BATCH
    )
    Stewardship.objects.bulk_create([row for row in writer.begun if row.site_id in saved], batch_size=BATCH)
    index_sites((*taken.created, *taken.updated))


def _running(known: KnownSites) -> dict[object, list[Stewardship]]:
    found: dict[object, list[Stewardship]] = {}
    for row in _stewardships(known.site_ids()):
        found.setdefault(row.site_id, []).append(row)
    return found


def _stewardships(site_ids: Sequence[object]) -> Iterable[Stewardship]:
    rows = Stewardship.objects.filter(ends_on__isnull=True).order_by("pk")
    for start in range(0, len(site_ids), BATCH):
        yield from rows.filter(site__in=site_ids[start : start + BATCH])
