"""What a visit will look at: the edition, its methods, our rounds that count for it, and the sites it would draw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from chuangcheng.command.models import AssessorVisit, Creation
from chuangcheng.core.access import Actor
from chuangcheng.inspections.access import VIEW as VIEW_CHECKS
from chuangcheng.inspections.queries import Preview, preview_of, round_kinds, sample_terms_from
from chuangcheng.sites.access import VIEW as VIEW_SITES
from chuangcheng.standards.access import VIEW as VIEW_STANDARDS
from chuangcheng.standards.queries import frameworks_in_force, methods_of, site_type_names

if TYPE_CHECKING:
    from chuangcheng.standards.models import Framework


@dataclass(frozen=True)
class MethodLook:
    """A method of the edition."""

    name: str
    weight: str  # as the edition has it; "" without weights


@dataclass(frozen=True)
class TypeLook:
    """The sites of a type that may be drawn."""

    name: str
    available: int  # sites


@dataclass(frozen=True)
class Look:
    """Everything that a visit will look at, as far as it is known."""

    edition: Framework | None
    is_named: bool  # the visit names the edition; otherwise it is the one in force
    methods: Sequence[MethodLook]
    kinds: Sequence[str]  # of our rounds, for people; empty: all
    preview: Preview | None  # None: how they draw is not known
    types: Sequence[TypeLook]  # most sites first


def edition_of(*, actor: Actor, visit: AssessorVisit) -> Framework | None:
    """The edition that the visit names, else the one in force of its campaign's framework. At most one query."""
    if visit.framework is not None:
        return visit.framework
    return edition_in_force(actor=actor, creation=visit.creation)


def edition_in_force(*, actor: Actor, creation: Creation) -> Framework | None:
    """The edition in force of the campaign's framework; None without one, or for who sees no frameworks. One query."""
    if not creation.framework_code or not actor.may(VIEW_STANDARDS):
        return None
    return frameworks_in_force(actor=actor).filter(code=creation.framework_code).first()


def look_of(*, actor: Actor, visit: AssessorVisit, today: date) -> Look:
    """What the visit will look at, with the sites as they are today. A constant number of queries."""
    edition, labels = edition_of(actor=actor, visit=visit), round_kinds()
    preview = _preview(actor, visit, today)
    return Look(
        edition=edition,
        is_named=visit.framework_id is not None,
        methods=_methods(edition),
        kinds=[labels[kind] for kind in visit.round_kinds if kind in labels],
        preview=preview,
        types=_types(preview),
    )


def _methods(edition: Framework | None) -> list[MethodLook]:
    if edition is None:
        return []
    return [MethodLook(name, str(edition.method_weights.get(name, ""))) for name in methods_of(edition)]


def _preview(actor: Actor, visit: AssessorVisit, today: date) -> Preview | None:
    if visit.sample is None or not (actor.may(VIEW_CHECKS) and actor.may(VIEW_SITES)):
        return None
    return preview_of(actor=actor, terms=sample_terms_from(visit.sample), day=today)


def _types(preview: Preview | None) -> list[TypeLook]:
    if preview is None:
        return []
    counted = Counter(row.type_id for row in preview.frame.candidates)
    names = site_type_names(counted)
    return [TypeLook(names.get(type_id, ""), count) for type_id, count in counted.most_common()]
