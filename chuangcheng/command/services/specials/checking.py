"""What a special campaign is made of, checked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from chuangcheng.cases.queries import known_class_ids
from chuangcheng.command.models import SpecialTarget
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.inspections.services.texts import checked_text
from chuangcheng.orgs.queries import open_unit_ids, working_people
from chuangcheng.standards.queries import active_site_types, visible_standard_ids

if TYPE_CHECKING:
    from chuangcheng.command.services.specials.planning import SpecialGiven

MOST_NAME, MOST_PURPOSE = 100, 1000  # characters, as the columns
MOST_OF_A_KIND, MOST_UNITS = 100, 300  # standards, classes, areas; units; our choice
MOST_DAYS = 366  # from first to last day; our choice
FIRST_YEAR, LAST_YEAR = 2000, 2100  # as the working calendar
MOST_TARGET = 10_000_000  # our choice
RATES = frozenset({SpecialTarget.Kind.FIXED_RATE.value, SpecialTarget.Kind.COVERAGE.value})  # percent


def checked_facts(given: SpecialGiven) -> dict[str, Any]:
    """The columns; raises InvalidInput."""
    name = checked_text(given.name, label=_("名称"), at_most=MOST_NAME)
    if not name:
        raise InvalidInput(_("请填写专项整治的名称。"))
    if given.leader_id is None or given.leader_id not in working_people([given.leader_id]):
        raise InvalidInput(_("请选择牵头领导，每个专项整治都要有一位领导牵头。"))
    if given.lead_unit_id is None or not open_unit_ids([given.lead_unit_id]):
        raise InvalidInput(_("请选择牵头单位。"))
    check_days(given.starts_on, given.ends_on)
    return {
        "name": name,
        "purpose": checked_text(given.purpose, label=_("目的和要求"), at_most=MOST_PURPOSE),
        "leader_id": given.leader_id,
        "lead_unit_id": given.lead_unit_id,
        "starts_on": given.starts_on,
        "ends_on": given.ends_on,
    }


def check_days(starts_on: date, ends_on: date) -> None:
    """Raises InvalidInput for days that are none of a campaign."""
    if not (starts_on.year >= FIRST_YEAR and ends_on.year <= LAST_YEAR):
        raise InvalidInput(_("日期不在工作日历的范围内，请核对。"))
    if ends_on < starts_on:
        raise InvalidInput(_("结束日期不能早于开始日期，请改正。"))
    if (ends_on - starts_on).days >= MOST_DAYS:
        raise InvalidInput(_("一个专项整治最长%(days)s天，请分成几个。") % {"days": MOST_DAYS})


def checked_links(actor: Actor, given: SpecialGiven) -> dict[str, list[int]]:
    """Keys of what the campaign points at, by the name of the field, in order."""
    standards, classes = _unique(given.standard_ids, MOST_OF_A_KIND), _unique(given.class_ids, MOST_OF_A_KIND)
    if not standards:
        raise InvalidInput(_("请至少选择一条测评标准，专项整治要对着标准开展。"))
    if not classes:
        raise InvalidInput(_("请至少选择一个问题类别，整治什么问题要先说清楚。"))
    if set(standards) - visible_standard_ids(actor=actor, standard_ids=standards):
        raise InvalidInput(_("没有找到所选的测评标准，请重新选择。"))
    if set(classes) - known_class_ids(classes):
        raise InvalidInput(_("没有找到所选的问题类别，请重新选择。"))
    types = _unique(given.site_type_ids, MOST_OF_A_KIND)
    if set(types) - set(active_site_types().filter(pk__in=types).values_list("pk", flat=True)):
        raise InvalidInput(_("没有找到所选的点位类型，请重新选择。"))
    areas = _unique(given.area_ids, MOST_OF_A_KIND)
    units = _unique([*given.unit_ids, *([given.lead_unit_id] if given.lead_unit_id else [])], MOST_UNITS)
    if {*areas, *units} - open_unit_ids([*areas, *units]):
        raise InvalidInput(_("没有找到所选的单位，请重新选择。"))
    return {"standards": standards, "problem_classes": classes, "site_types": types, "areas": areas, "units": units}


def checked_targets(targets: Mapping[str, int]) -> dict[str, int]:
    """Kind → number, in the order of the kinds; a rate is a percentage."""
    for kind, number in targets.items():
        if kind not in SpecialTarget.Kind.values:
            raise InvalidInput(_("没有这种目标，请重新选择。"))
        if not 0 < number <= (100 if kind in RATES else MOST_TARGET):
            label = SpecialTarget.Kind(kind).label
            raise InvalidInput(_("目标“%(label)s”应为正整数，比率不超过100。") % {"label": label})
    return {kind: targets[kind] for kind in SpecialTarget.Kind.values if kind in targets}


def _unique(keys: Sequence[int] | Collection[int], most: int) -> list[int]:
    found = sorted(set(keys))
    if len(found) > most:
        raise InvalidInput(_("选得太多了，最多%(most)s个。") % {"most": most})
    return found
