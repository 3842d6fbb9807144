"""Site types and the other names under which workbooks know them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.sheets.text import clean_text
from chuangcheng.standards.access import CHANGE, site_type_for
from chuangcheng.standards.drafts import comparable
from chuangcheng.standards.models import SiteType, SiteTypeAlias
from chuangcheng.standards.services.checking import length_of
from chuangcheng.standards.services.usual_types import usual_site_type

MOST_TYPE_PARTS = 10  # of a composite place; our choice


@dataclass(frozen=True)
class SiteTypeFacts:
    """What people say about a site type."""

    name: str
    parts: tuple[tuple[str, Decimal], ...] = ()  # of a composite place: name and share, 0..1, adding to 1


@transaction.atomic
def add_site_type(*, actor: Actor, facts: SiteTypeFacts) -> SiteType:
    """A new type at the end of the list. Raises InvalidInput when the name is taken or the parts do not add to 1."""
    require(actor, CHANGE)
    name = _free_name(facts.name)
    made = _make(name, parts=_parts(facts))
    audit.record(actor=actor, action="standards.add_site_type", subject=made, detail={"name": name})
    return made


@transaction.atomic
def change_site_type(*, actor: Actor, site_type_id: int, facts: SiteTypeFacts) -> SiteType:
    """Another name or other parts; the old name becomes an alias, so that old workbooks still find the type."""
    found = site_type_for(actor, site_type_id, permission=CHANGE, lock=True)
    before = found.name
    found.parts = _parts(facts)
    if clean_text(facts.name) != before:
        found.aliases.filter(name=clean_text(facts.name)).delete()
        found.name = _free_name(facts.name, but=found)
        if comparable(found.name) != comparable(before):
            SiteTypeAlias.objects.create(site_type=found, name=before)
    found.save(update_fields=["name", "parts"])
    audit.record(actor=actor, action="standards.change_site_type", subject=found, detail={"before": before})
    return found


@transaction.atomic
def add_alias(*, actor: Actor, site_type_id: int, name: str) -> SiteTypeAlias:
    """Another name of the type. Raises InvalidInput when a type already goes by it."""
    found = site_type_for(actor, site_type_id, permission=CHANGE, lock=True)
    made = SiteTypeAlias.objects.create(site_type=found, name=_free_name(name))
    audit.record(actor=actor, action="standards.add_alias", subject=found, detail={"alias": made.name})
    return made


@transaction.atomic
def remove_alias(*, actor: Actor, site_type_id: int, alias_id: int) -> None:
    """The type no longer goes by this name; absent is fine."""
    found = site_type_for(actor, site_type_id, permission=CHANGE, lock=True)
    alias = found.aliases.filter(pk=alias_id).first()
    if alias is not None:
        alias.delete()
        audit.record(actor=actor, action="standards.remove_alias", subject=found, detail={"alias": alias.name})


@transaction.atomic
def retire_site_type(*, actor: Actor, site_type_id: int) -> SiteType:
    """The type is no longer offered; its sites, checklist and standards stay."""
    return _set_active(actor, site_type_id, is_active=False)


@transaction.atomic
def restore_site_type(*, actor: Actor, site_type_id: int) -> SiteType:
    """The type is offered again."""
    return _set_active(actor, site_type_id, is_active=True)


def names_to_site_types() -> dict[str, int]:
    """Every name and alias of a type → its key. Two queries."""
    names = dict(SiteTypeAlias.objects.values_list("name", "site_type_id"))
    return names | dict(SiteType.objects.values_list("name", "pk"))


def find_or_make_site_type(*, name: str) -> tuple[SiteType, bool]:
    """The type with this name or alias, and whether it was made now. For many names use `site_type_ids`."""
    cleaned = clean_text(name)[: length_of(SiteType, "name")]
    key = _known_names().get(comparable(cleaned))
    if key is not None:
        return SiteType.objects.get(pk=key), False
    return _make_named(cleaned), True


def site_type_ids(names: Iterable[str]) -> dict[str, int]:
    """The keys of the named types; types not known yet are made."""
    known = _known_names()
    found = {}
    for name in names:
        if comparable(name) not in known:
            _make_named(clean_text(name))
            known = _known_names()
        found[name] = known[comparable(name)]
    return found


def own_names(names: Iterable[str]) -> dict[str, str]:
    """Each name → the name of the type that goes by it; one that no type goes by is its own. Two queries."""
    types = dict(SiteType.objects.values_list("pk", "name"))
    known = {comparable(name): types[key] for name, key in names_to_site_types().items()}
    return {name: known.get(comparable(name), name) for name in names}


def unknown_site_types(names: Iterable[str]) -> list[str]:
    """Those of the names that no type goes by. Two queries."""
    known = _known_names()
    return [name for name in dict.fromkeys(names) if comparable(name) not in known]


def write_site_types(*, rows: Sequence[Mapping[str, Any]]) -> dict[str, SiteType]:
    """Types by code from rows with code, name, aliases, icon and parts; what exists keeps its name. Idempotent.

    A type that goes by the name already, made by an import before, is the type.
    """
    types = {row.pk: row for row in SiteType.objects.all()}
    existing = {row.code: row for row in types.values()}
    known = _known_names()
    last = max((row.order for row in types.values()), default=0)
    for order, row in enumerate(rows, start=last + 1):
        if row["code"] not in existing and comparable(row["name"]) in known:
            existing[row["code"]] = types[known[comparable(row["name"])]]
        elif row["code"] not in existing:
            existing[row["code"]] = _made_from(row, order)
            known[comparable(row["name"])] = existing[row["code"]].pk
    aliases = []
    for row in rows:
        for alias in row.get("aliases", []):
            if comparable(alias) not in known:
                known[comparable(alias)] = existing[row["code"]].pk
                aliases.append(SiteTypeAlias(site_type=existing[row["code"]], name=alias))
    SiteTypeAlias.objects.bulk_create(aliases)
    return existing


def _made_from(row: Mapping[str, Any], order: int) -> SiteType:
    return SiteType.objects.create(
        code=row["code"],
        name=row["name"],
        icon=row.get("icon", "map-pin"),
        parts=row.get("parts", []),
        order=order,
    )


def _known_names() -> dict[str, int]:
    return {comparable(name): key for name, key in names_to_site_types().items()}


def _make_named(name: str) -> SiteType:
    """The type of this name, made now; a usual one comes with all the names that it usually goes by."""
    usual = usual_site_type(name)
    if usual is None or SiteType.objects.filter(code=usual["code"]).exists():
        return _make(name)
    return write_site_types(rows=[usual])[usual["code"]]


def _make(name: str, *, parts: Sequence[Mapping[str, str]] = ()) -> SiteType:
    order = (SiteType.objects.order_by("-order").values_list("order", flat=True).first() or 0) + 1
    code = f"T{order:03d}-{name[:30]}"
    return SiteType.objects.create(code=code, name=name, parts=list(parts), order=order)


def _free_name(name: str, *, but: SiteType | None = None) -> str:
    """The cleaned name; raises InvalidInput when it is empty, too long, or another type goes by it."""
    cleaned = clean_text(name)
    if not cleaned or len(cleaned) > length_of(SiteType, "name"):
        raise InvalidInput(_("请填写名称，最多%(most)s个字。") % {"most": length_of(SiteType, "name")})
    holder = _known_names().get(comparable(cleaned))
    if holder is not None and (but is None or holder != but.pk):
        other = SiteType.objects.get(pk=holder).name
        raise InvalidInput(_("“%(name)s”已是“%(other)s”的名称或别名，请换一个。") % {"name": cleaned, "other": other})
    return cleaned


def _parts(facts: SiteTypeFacts) -> list[dict[str, str]]:
    if not facts.parts:
        return []
    shares = [share for _name, share in facts.parts]
    if len(facts.parts) > MOST_TYPE_PARTS or any(not 0 < share <= 1 for share in shares) or sum(shares) != 1:
        raise InvalidInput(_("组成部分的占比应都大于0，合计为100%。"))
    return [{"name": clean_text(name), "share": str(share)} for name, share in facts.parts]


def _set_active(actor: Actor, site_type_id: int, *, is_active: bool) -> SiteType:
    found = site_type_for(actor, site_type_id, permission=CHANGE, lock=True)
    if found.is_active != is_active:
        found.is_active = is_active
        found.save(update_fields=["is_active"])
        action = "standards.restore_site_type" if is_active else "standards.retire_site_type"
        audit.record(actor=actor, action=action, subject=found)
    return found
