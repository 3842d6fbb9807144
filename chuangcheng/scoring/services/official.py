"""Writes on official results: rounds are kept as documents say, results and hard faults are appended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit, search
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput, NotFound, Refusal
from chuangcheng.core.ids import is_client_id, new_id
from chuangcheng.core.sheets.text import clean_text
from chuangcheng.scoring.access import MANAGE_RANKS, official_round_for
from chuangcheng.scoring.engine import half_up
from chuangcheng.scoring.models import HardFault, ItemMatch, OfficialResult, OfficialRound
from chuangcheng.scoring.queries.official_rows import faults_in_force, is_our_name, place_key, results_in_force
from chuangcheng.standards.access import framework_for

if TYPE_CHECKING:
    from chuangcheng.standards.models import Framework

FIRST_DAY = date(2000, 1, 1)
MOST_POINTS = Decimal(10_000)
MOST_PLACES = 5000
LONGEST = {"name": 120, "source": 200, "note": 2000, "place": 80, "group": 40, "comments": 4000, "reason": 300}


class RoundNameUsed(Refusal):
    """A round is known by its framework and name."""


class PlaceKnown(Refusal):
    """A place stands in a round once; what is wrong is corrected."""


@dataclass(frozen=True)
class RoundFacts:
    """What a document says about a round."""

    name: str
    held_on: date
    level: str = OfficialRound.Level.OTHER
    published_on: date | None = None
    quota: int | None = None  # places to be won over all
    line: Decimal | None = None  # points of 100
    group_quotas: Mapping[str, int | None] = field(default_factory=dict)  # group → places to be won in it
    source: str = ""
    note: str = ""


@dataclass(frozen=True)
class ResultFacts:
    """What was published about one place."""

    place: str
    group: str = ""
    total: Decimal | None = None  # points of 100
    published_place: int | None = None
    comments: str = ""
    methods: Sequence[Mapping[str, Any]] = ()  # {"name", "earned", "full"}, decimal strings
    items: Sequence[Mapping[str, Any]] = ()


@transaction.atomic
def create_official_round(
    *, actor: Actor, framework_id: int, facts: RoundFacts, round_id: UUID | None = None
) -> OfficialRound:
    """A round without results yet; the same id again gives the round made then."""
    framework = framework_for(actor, framework_id, permission=MANAGE_RANKS)
    if round_id is not None and not is_client_id(round_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    key = round_id or new_id()
    if (known := OfficialRound.objects.filter(pk=key).first()) is not None:
        return known
    columns = _round_columns(framework, facts, None)
    made = OfficialRound.objects.create(pk=key, framework=framework, created_by_id=actor.person_id, **columns)
    _announce(made, actor, "scoring.create_official_round")
    return made


@transaction.atomic
def change_official_round(*, actor: Actor, round_id: UUID, facts: RoundFacts) -> OfficialRound:
    """The round with other facts about it; results stay as they are."""
    found = official_round_for(actor, round_id, permission=MANAGE_RANKS, lock=True)
    columns = _round_columns(found.framework, facts, found)
    for name, value in columns.items():
        setattr(found, name, value)
    found.save(update_fields=list(columns))
    _announce(found, actor, "scoring.change_official_round")
    return found


@transaction.atomic
def record_official_result(
    *, actor: Actor, round_id: UUID, facts: ResultFacts, result_id: UUID | None = None
) -> OfficialResult:
    """One more place of a round. Raises PlaceKnown when it stands there already."""
    found = official_round_for(actor, round_id, permission=MANAGE_RANKS, lock=True)
    if result_id is not None and (made := OfficialResult.objects.filter(pk=result_id, round=found).first()):
        return made
    columns = _result_columns(facts)
    if any(place_key(each.place) == place_key(columns["place"]) for each in results_in_force([found.pk])):
        raise PlaceKnown(_("“%(place)s”在这一轮已有结果，要改请用更正。") % {"place": columns["place"]})
    made = OfficialResult.objects.create(
        pk=result_id or new_id(),
        round=found,
        is_ours=is_our_name(columns["place"]),
        recorded_by_id=actor.person_id,
        **columns,
    )
    _keep_group(found, made.group)
    audit.record(actor=actor, action="scoring.record_official_result", subject=made, detail={"place": made.place})
    return made


@transaction.atomic
def correct_official_result(*, actor: Actor, result_id: UUID, facts: ResultFacts, reason: str) -> OfficialResult:
    """The result as it should be, beside the one that was wrong; the name of the place stays."""
    require(actor, MANAGE_RANKS)
    before = _result_for(actor, result_id)
    words = clean_text(reason)[: LONGEST["reason"]]
    if not words:
        raise InvalidInput(_("请写明更正的理由，例如公布文件的更正说明。"))
    columns = _result_columns(replace(facts, place=before.place))
    made = OfficialResult.objects.create(
        round=before.round,
        corrects=before,
        reason=words,
        is_ours=before.is_ours,
        recorded_by_id=actor.person_id,
        **columns,
    )
    _keep_group(before.round, made.group)
    detail = {"place": made.place, "reason": words}
    audit.record(actor=actor, action="scoring.correct_official_result", subject=made, detail=detail)
    return made


@transaction.atomic
def record_hard_fault(*, actor: Actor, result_id: UUID, text: str, standard_code: str = "") -> HardFault:
    """A grave fault beside a place, whatever its rank."""
    require(actor, MANAGE_RANKS)
    result = _result_for(actor, result_id)
    words = clean_text(text)[: LONGEST["note"]]
    if not words:
        raise InvalidInput(_("请写明硬伤是什么，例如“公厕长期关闭”。"))
    code = clean_text(standard_code)[: LONGEST["group"]]
    if code and not result.round.framework.standards.filter(code=code).exists():
        raise InvalidInput(_("体系中没有编号为“%(code)s”的标准，请更正或留空。") % {"code": code})
    made = HardFault.objects.create(
        round=result.round, place=result.place, text=words, standard_code=code, recorded_by_id=actor.person_id
    )
    audit.record(actor=actor, action="scoring.record_hard_fault", subject=made, detail={"place": made.place})
    return made


@transaction.atomic
def take_back_hard_fault(*, actor: Actor, fault_id: UUID, reason: str) -> HardFault:
    """The row that takes a wrongly recorded fault back; both stay on record."""
    require(actor, MANAGE_RANKS)
    known = HardFault.objects.filter(pk=fault_id, takes_back__isnull=True).select_related("round").first()
    if known is None:
        raise NotFound(_("没有找到这条硬伤，请从名次页面进入。"))
    found = official_round_for(actor, known.round_id, permission=MANAGE_RANKS, lock=True)
    words = clean_text(reason)[: LONGEST["reason"]]
    if not words:
        raise InvalidInput(_("请写明撤回的理由。"))
    if not faults_in_force([found.pk]).filter(pk=fault_id).exists():
        raise InvalidInput(_("这条硬伤已经撤回，不必再撤。"))
    made = HardFault.objects.create(
        round=found, place=known.place, text=words, takes_back=known, recorded_by_id=actor.person_id
    )
    audit.record(actor=actor, action="scoring.take_back_hard_fault", subject=made, detail={"reason": words})
    return made


@transaction.atomic
def decide_item_match(*, actor: Actor, round_id: UUID, published: str, item: str) -> ItemMatch:
    """Says which of our items a published one means, "" for none; for all rounds of the framework."""
    found = official_round_for(actor, round_id, permission=MANAGE_RANKS)
    ours = clean_text(item)
    told = {each["name"] for result in results_in_force([found.pk]) for each in result.items}
    if published not in told:
        raise InvalidInput(_("这一轮没有公布“%(name)s”这一项，请刷新页面。") % {"name": published[:40]})
    if ours and not _has_item(found.framework, ours):
        raise InvalidInput(_("体系中没有“%(name)s”这个测评项目，请重新选择。") % {"name": ours[:40]})
    made = ItemMatch.objects.create(
        framework_code=found.framework.code, published=published, item=ours, recorded_by_id=actor.person_id
    )
    audit.record(actor=actor, action="scoring.decide_item_match", subject=made, detail={"item": ours})
    return made


def _has_item(framework: Framework, name: str) -> bool:
    editions = type(framework).objects.filter(code=framework.code)
    return editions.filter(items__name=name).exists()


def _result_for(actor: Actor, result_id: UUID) -> OfficialResult:
    """The result that counts, its round locked; raises NotFound, and PlaceKnown for one that was corrected since."""
    known = OfficialResult.objects.filter(pk=result_id).first()
    if known is None:
        raise NotFound(_("没有找到这个结果，请从名次页面进入。"))
    found = official_round_for(actor, known.round_id, permission=MANAGE_RANKS, lock=True)
    current = results_in_force([found.pk]).filter(pk=result_id).first()
    if current is None:
        raise PlaceKnown(_("这个结果刚被别人更正过，请刷新页面后再改。"))
    current.round = found
    return current


def _round_columns(framework: Framework, facts: RoundFacts, found: OfficialRound | None) -> dict[str, Any]:
    name = clean_text(facts.name)[: LONGEST["name"]]
    if not name:
        raise InvalidInput(_("请填写轮次名称，例如“2025年度市级测评”。"))
    others = OfficialRound.objects.filter(framework=framework, name=name)
    if (others if found is None else others.exclude(pk=found.pk)).exists():
        raise RoundNameUsed(_("这个体系已有叫“%(name)s”的轮次，请换一个名称。") % {"name": name})
    if facts.held_on < FIRST_DAY or (facts.published_on and facts.published_on < facts.held_on):
        raise InvalidInput(_("日期不对：公布日期不能早于测评日期，测评日期应在2000年以后。"))
    if facts.level not in OfficialRound.Level.values:
        raise InvalidInput(_("没有这种级别，请重新选择。"))
    quotas = [facts.quota, *facts.group_quotas.values()]
    if any(quota is not None and not 1 <= quota <= MOST_PLACES for quota in quotas):
        raise InvalidInput(_("名额应在1到5000之间，请更正。"))
    known = [group["name"] for group in (found.groups if found else [])]
    names = dict.fromkeys([*known, *(clean_text(each)[: LONGEST["group"]] for each in facts.group_quotas)])
    return {
        "name": name,
        "held_on": facts.held_on,
        "level": facts.level,
        "published_on": facts.published_on,
        "quota": facts.quota,
        "line": _points(facts.line),
        "groups": [{"name": each, "quota": facts.group_quotas.get(each)} for each in names if each],
        "source": clean_text(facts.source)[: LONGEST["source"]],
        "note": clean_text(facts.note)[: LONGEST["note"]],
    }


def _result_columns(facts: ResultFacts) -> dict[str, Any]:
    place = clean_text(facts.place)[: LONGEST["place"]]
    if not place:
        raise InvalidInput(_("请填写地区名称。"))
    if facts.published_place is not None and not 1 <= facts.published_place <= MOST_PLACES:
        raise InvalidInput(_("名次应在1到5000之间，请更正。"))
    return {
        "place": place,
        "group": clean_text(facts.group)[: LONGEST["group"]],
        "total": _points(facts.total),
        "published_place": facts.published_place,
        "comments": clean_text(facts.comments)[: LONGEST["comments"]],
        "methods": [dict(each) for each in facts.methods],
        "items": [dict(each) for each in facts.items],
    }


def _points(points: Decimal | None) -> Decimal | None:
    if points is None:
        return None
    if not points.is_finite() or not 0 <= points < MOST_POINTS:
        raise InvalidInput(_("分数应在0到10000之间，请更正。"))
    return half_up(points, 4)


def _keep_group(found: OfficialRound, group: str) -> None:
    if group and group not in {each["name"] for each in found.groups}:
        found.groups = [*found.groups, {"name": group, "quota": None}]
        found.save(update_fields=["groups"])


def _announce(found: OfficialRound, actor: Actor, action: str) -> None:
    index_round(found)
    audit.record(actor=actor, action=action, subject=found, detail={"name": found.name})


def index_round(found: OfficialRound) -> None:
    """Makes a round findable by its name and document."""
    text = " ".join((str(found.framework), found.source, found.note))
    search.index(kind="official_round", object_id=found.pk, title=found.name, text=text)
