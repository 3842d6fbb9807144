"""Special campaigns: planned from what the office says or a template, changed with a word of why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.command.indexing import index_special
from chuangcheng.command.models import SpecialCampaign, SpecialTarget
from chuangcheng.command.services.specials.checking import checked_facts, checked_links, checked_targets
from chuangcheng.command.services.specials.steps import checked_reason, moved, record_step
from chuangcheng.command.services.specials.telling import ask_for_reports, stop_asking
from chuangcheng.command.special_access import require_organiser, special_to_organise
from chuangcheng.command.special_workflow import ALIVE
from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.numbers import next_number
from chuangcheng.core.times import now, today

MOST_WHAT = 500  # characters, as the column
FACTS = ("name", "purpose", "leader_id", "lead_unit_id", "starts_on", "ends_on")
LINKS = ("standards", "problem_classes", "site_types", "areas", "units")


@dataclass(frozen=True)
class SpecialGiven:
    """A campaign as the form sends it."""

    name: str
    leader_id: int | None
    lead_unit_id: int | None
    starts_on: date
    ends_on: date
    purpose: str = ""
    standard_ids: Sequence[int] = ()
    class_ids: Sequence[int] = ()
    site_type_ids: Sequence[int] = ()  # none: sites of all types
    area_ids: Sequence[int] = ()  # with all below; none: everywhere
    unit_ids: Sequence[int] = ()  # the lead unit takes part anyhow
    targets: Mapping[str, int] = field(default_factory=dict)  # SpecialTarget.Kind → number


@transaction.atomic
def plan_special(*, actor: Actor, special_id: UUID, given: SpecialGiven) -> SpecialCampaign:
    """A campaign in preparation; the same id twice is one campaign."""
    require_organiser(actor)
    there = SpecialCampaign.objects.filter(pk=special_id).first()
    if there is not None and there.created_by_id == actor.person_id:
        return there
    if there is not None or not is_client_id(special_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    facts, links, targets = checked_facts(given), checked_links(actor, given), checked_targets(given.targets)
    made = SpecialCampaign.objects.create(
        pk=special_id,
        number=next_number(series="special", year=today().year),
        created_by_id=actor.person_id,
        created_at=now(),
        **facts,
    )
    _set_links(made, links, targets)
    record_step(actor, made, "create")
    audit.record(actor=actor, action="command.plan_special", subject=made)
    index_special(made)
    return made


@transaction.atomic
def change_special(
    *, actor: Actor, special_id: UUID, given: SpecialGiven, reason: str = "", despite: str = ""
) -> SpecialCampaign:
    """Other facts, scope or units; once it runs, with a reason. The last day is changed by `extend_special` then."""
    found = special_to_organise(actor, special_id)
    moved(found, "change")
    facts, links, targets = checked_facts(given), checked_links(actor, given), checked_targets(given.targets)
    words = checked_reason(reason)
    if found.state in ALIVE:
        if not words:
            raise InvalidInput(_("已经启动的专项整治，请写明修改的理由。"))
        if facts["ends_on"] != found.ends_on:
            raise InvalidInput(_("已经启动的专项整治，结束日期请用“延期”修改。"))
    before = {name: getattr(found, name) for name in FACTS} | _links_of(found)
    for name, value in facts.items():
        setattr(found, name, value)
    found.save(update_fields=list(facts))
    _set_links(found, links, targets)
    fields = sorted(name for name, value in ({**facts} | links).items() if before[name] != value)
    record_step(actor, found, "change", reason=words, what=_names(fields))
    if found.state in ALIVE:
        before_units, now_units = set(before["units"]), set(links["units"])
        stop_asking(found, before_units - now_units)
        ask_for_reports(actor, found, sorted(now_units - before_units), despite)
    audit.record(actor=actor, action="command.change_special", subject=found, detail={"fields": fields})
    index_special(found)
    return found


def _links_of(found: SpecialCampaign) -> dict[str, Any]:
    return {name: sorted(getattr(found, name).values_list("pk", flat=True)) for name in LINKS}


def _set_links(found: SpecialCampaign, links: Mapping[str, Sequence[int]], targets: Mapping[str, int]) -> None:
    for name, keys in links.items():
        getattr(found, name).set(keys)
    found.targets.all().delete()
    rows = [SpecialTarget(campaign=found, kind=kind, number=number) for kind, number in targets.items()]
    SpecialTarget.objects.bulk_create(rows)


def _names(fields: Sequence[str]) -> str:
    labels = {
        "name": _("名称"),
        "purpose": _("目的和要求"),
        "leader_id": _("领导"),
        "lead_unit_id": _("牵头单位"),
        "starts_on": _("开始日期"),
        "ends_on": _("结束日期"),
        "standards": _("测评标准"),
        "problem_classes": _("问题类别"),
        "site_types": _("点位类型"),
        "areas": _("区域"),
        "units": _("参加单位"),
    }
    return "、".join(labels[name] for name in fields)[:MOST_WHAT]
