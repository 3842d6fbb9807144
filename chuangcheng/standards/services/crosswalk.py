"""对照: a person confirms what two standards have to do with each other, changes it, ends it, or refuses it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.lines import refuse_lines
from chuangcheng.core.sheets.text import clean_text
from chuangcheng.core.times import now
from chuangcheng.standards.access import CHANGE, link_for, refused_pair_for, standard_for
from chuangcheng.standards.models import RefusedPair, Standard, StandardLink
from chuangcheng.standards.queries.crosswalk import COVERED_BY, COVERS, EQUAL, OVERLAPS, standing_links

MOST_AT_ONCE = 500  # pairs confirmed in one go; our choice
LONGEST = 300  # characters of a reason


class LinkedOtherwise(InvalidInput):
    """The two are linked in another way; that is changed by name, not in passing."""


@dataclass(frozen=True, slots=True)
class LinkDraft:
    """Two standards and what the first has to do with the second."""

    first_id: int
    second_id: int
    relation: str  # equal, covers, covered_by, overlaps
    share: Decimal | None = None  # 0..1 of an overlap, exclusive
    reason: str = ""


def link_standards(*, actor: Actor, draft: LinkDraft, origin: str = StandardLink.Origin.HAND) -> StandardLink:
    """The link; the one that says the same already, if any. Raises LinkedOtherwise when they are linked otherwise."""
    return link_several(actor=actor, drafts=[draft], origin=origin)[0]


@transaction.atomic
def link_several(
    *, actor: Actor, drafts: Sequence[LinkDraft], origin: str = StandardLink.Origin.HAND
) -> list[StandardLink]:
    """All of these links or none. Raises LinesRefused, which names each pair that cannot be linked."""
    require(actor, CHANGE)
    if len(drafts) > MOST_AT_ONCE:
        raise InvalidInput(_("一次最多对照%(most)s对标准，请分几次。") % {"most": MOST_AT_ONCE})
    lock_standards([pk for draft in drafts for pk in (draft.first_id, draft.second_id)])
    made, problems = [], {}
    for number, draft in enumerate(drafts, start=1):
        try:
            made.append(_link(actor, draft, origin))
        except InvalidInput as problem:
            problems[number] = str(problem)
            if len(drafts) == 1:
                raise
    refuse_lines(problems, of=len(drafts))
    return made


@transaction.atomic
def change_link(*, actor: Actor, link_id: int, draft: LinkDraft) -> StandardLink:
    """The link ends now, and one that says otherwise begins; the reason is that of both. The same when nothing is new.

    The standards of the draft are those of the link, in either order.
    """
    link = link_for(actor, link_id, permission=CHANGE)
    if {draft.first_id, draft.second_id} != {link.first_id, link.second_id}:
        raise InvalidInput(_("对照的两条标准不能更换，请结束后另行对照。"))
    lock_standards([link.first_id, link.second_id])
    link = _standing(actor, link_id)
    if says(link) == wanted_of(draft):
        return link
    end_link(actor=actor, link_id=link_id, reason=draft.reason)
    return _link(actor, draft, StandardLink.Origin.HAND)


@transaction.atomic
def end_link(*, actor: Actor, link_id: int, reason: str) -> StandardLink:
    """From now on the link counts nowhere; what was kept or is asked for as known before is not touched."""
    link = link_for(actor, link_id, permission=CHANGE)
    why = _reason(reason, _("请填写结束对照的原因，以便日后查考。"))
    lock_standards([link.first_id, link.second_id])
    link = _standing(actor, link_id)
    link.ended_at, link.ended_by_id, link.ended_by_name, link.end_reason = now(), actor.person_id, actor.name, why
    link.save(update_fields=["ended_at", "ended_by", "ended_by_name", "end_reason"])
    audit.record(actor=actor, action="standards.end_link", subject=link, detail={**audited(link), "reason": why})
    return link


@transaction.atomic
def refuse_pair(*, actor: Actor, first_id: int, second_id: int, reason: str = "") -> RefusedPair:
    """The two are suggested no more; who said so is kept. The refusal that stands already, if any."""
    first_id, second_id = sorted((first_id, second_id))
    lock_standards([first_id, second_id])
    _pair(actor, first_id, second_id)
    if _link_between(first_id, second_id) is not None:
        raise InvalidInput(_("这两条标准已经对照，如不成立请结束对照。"))
    found = _refusals(first_id, second_id).first()
    if found is not None:
        return found
    made = RefusedPair.objects.create(
        first_id=first_id,
        second_id=second_id,
        reason=clean_text(reason)[:LONGEST],
        refused_by_id=actor.person_id,
        refused_by_name=actor.name,
    )
    audit.record(actor=actor, action="standards.refuse_pair", subject=made, detail={"reason": made.reason})
    return made


@transaction.atomic
def take_up_pair(*, actor: Actor, pair_id: int) -> RefusedPair:
    """What was refused may be suggested again; nothing new when it may already."""
    pair = refused_pair_for(actor, pair_id, permission=CHANGE)
    lock_standards([pair.first_id, pair.second_id])
    _take_up(actor, pair.first_id, pair.second_id)
    return pair


def write_links(*, actor: Actor, drafts: Sequence[LinkDraft], origin: str) -> list[StandardLink]:
    """Links between standards that have none and that nobody else changes meanwhile, as one statement."""
    rows = [
        StandardLink(
            first_id=first_id,
            second_id=second_id,
            relation=relation,
            share=share,
            reason=draft.reason[:LONGEST],
            origin=origin,
            confirmed_by_id=actor.person_id,
            confirmed_by_name=actor.name,
        )
        for draft in drafts
        for first_id, second_id, relation, share in [wanted_of(draft)]
    ]
    return StandardLink.objects.bulk_create(rows, batch_size=500)


def _link(actor: Actor, draft: LinkDraft, origin: str) -> StandardLink:
    first, second = _pair(actor, draft.first_id, draft.second_id)
    wanted = wanted_of(draft)
    found = _link_between(first.pk, second.pk)
    if found is not None and says(found) == wanted:
        return found
    if found is not None:
        words = {"first": first.code, "second": second.code, "relation": found.get_relation_display()}
        raise LinkedOtherwise(_("%(first)s与%(second)s已按“%(relation)s”对照，请先修改该对照。") % words)
    _take_up(actor, *sorted((first.pk, second.pk)))
    first_id, second_id, relation, share = wanted
    made = StandardLink.objects.create(
        first_id=first_id,
        second_id=second_id,
        relation=relation,
        share=share,
        reason=clean_text(draft.reason)[:LONGEST],
        origin=origin,
        confirmed_by_id=actor.person_id,
        confirmed_by_name=actor.name,
    )
    audit.record(actor=actor, action="standards.link", subject=made, detail=audited(made))
    return made


def wanted_of(draft: LinkDraft) -> tuple[int, int, str, Decimal | None]:
    """As it is kept: what covers stands first, of a symmetric relation the older standard."""
    pair = (draft.first_id, draft.second_id)
    if draft.relation not in (EQUAL, COVERS, COVERED_BY, OVERLAPS):
        raise InvalidInput(_("对照关系应为等同、涵盖、被涵盖或部分重合。"))
    if draft.relation != OVERLAPS:
        if draft.share is not None:
            raise InvalidInput(_("只有部分重合需要填写重合比例。"))
        ordered = {COVERS: pair, COVERED_BY: pair[::-1]}.get(draft.relation, tuple(sorted(pair)))
        return ordered[0], ordered[1], EQUAL if draft.relation == EQUAL else COVERS, None
    if draft.share is None or not draft.share.is_finite() or not 0 < round(draft.share, 2) < 1:
        raise InvalidInput(_("部分重合请填写重合比例，为1至99的百分数。"))
    return min(pair), max(pair), OVERLAPS, round(draft.share, 2)


def says(link: StandardLink) -> tuple[int, int, str, Decimal | None]:
    """What the link says, to be compared with `wanted_of`."""
    return link.first_id, link.second_id, link.relation, link.share


def _pair(actor: Actor, first_id: int, second_id: int) -> tuple[Standard, Standard]:
    first, second = (standard_for(actor, pk, permission=CHANGE) for pk in (first_id, second_id))
    if first.framework_id == second.framework_id:
        raise InvalidInput(_("同一体系内的标准不需要对照，请选择另一个体系的标准。"))
    return first, second


def lock_standards(standard_ids: Sequence[int]) -> None:
    """Links of a standard change one at a time; in one order, so that two people do not wait for each other."""
    rows = Standard.objects.select_for_update().filter(pk__in=set(standard_ids)).order_by("pk")
    list(rows.values_list("pk"))


def _link_between(first_id: int, second_id: int) -> StandardLink | None:
    pair = (first_id, second_id)
    return standing_links().filter(first__in=pair, second__in=pair).first()


def _standing(actor: Actor, link_id: int) -> StandardLink:
    link = link_for(actor, link_id, permission=CHANGE)
    if link.ended_at is not None:
        raise InvalidInput(_("该对照已经结束，请刷新页面。"))
    return link


def _refusals(first_id: int, second_id: int) -> QuerySet[RefusedPair]:
    return RefusedPair.objects.filter(first=first_id, second=second_id, taken_up_at__isnull=True)


def _take_up(actor: Actor, first_id: int, second_id: int) -> None:
    for pair in _refusals(first_id, second_id):
        pair.taken_up_at, pair.taken_up_by_name = now(), actor.name
        pair.save(update_fields=["taken_up_at", "taken_up_by_name"])
        audit.record(actor=actor, action="standards.take_up_pair", subject=pair)


def audited(link: StandardLink) -> dict[str, object]:
    """The link as the audit trail keeps it."""
    return {"first": link.first_id, "second": link.second_id, "relation": link.relation}


def _reason(reason: str, otherwise: str) -> str:
    why = clean_text(reason)[:LONGEST]
    if not why:
        raise InvalidInput(otherwise)
    return why
