"""Which unit a problem goes to, and why: ordered rules, the first that fits decides. Pure: facts and rules come in.

A ruling on a disputed duty binds: it decides on the lead unit before any rule. A rule that fits but cannot name its
unit, or names one that is closed or has sent the problem back, is passed over; when no other fits, it tells what is
missing.
Worked table: docs/algorithms/dispatch.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum, auto

from chuangcheng.cases.limits import Limit
from chuangcheng.core.texts import mark as _


class Lead(StrEnum):
    """Whom a rule names."""

    UNIT = auto()  # a fixed unit
    OWNER = auto()  # the unit responsible for the site
    STREET = auto()  # the street or town in which it lies
    COMMUNITY = auto()  # the community or village in which it lies
    CLASS_UNIT = auto()  # the usual unit of the problem's class


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; a condition that is empty does not matter."""

    id: int
    number: int  # its place among the rules in force, from 1
    lead: Lead
    unit_id: int | None = None  # of Lead.UNIT
    name: str = ""  # what the office calls it
    class_ids: frozenset[int] | None = None
    site_type_id: int | None = None
    area_path: str = ""  # tree path: the area with all below
    source: str = ""
    severity: str = ""
    words: tuple[str, ...] = ()  # one of them stands in the description or the place
    assisting_ids: tuple[int, ...] = ()
    term: Limit | None = None  # in place of the limit of the class
    is_automatic: bool = False
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a problem."""

    class_id: int | None = None
    class_unit_id: int | None = None
    site_type_id: int | None = None
    owner_id: int | None = None
    area_path: str = ""
    street_id: int | None = None
    community_id: int | None = None
    source: str = ""
    severity: str = ""
    text: str = ""  # description and place
    ruled_unit_id: int | None = None
    refused_ids: frozenset[int] = frozenset()  # units that sent it back
    closed_ids: frozenset[int] = frozenset()  # units that are no more


@dataclass(frozen=True, slots=True)
class Choice:
    """What the rules say. No lead unit: the sentence tells what is missing."""

    sentence: str  # with %(…)s of `words`, to be translated and filled
    lead_unit_id: int | None = None
    assisting_ids: tuple[int, ...] = ()
    term: Limit | None = None
    rule_id: int | None = None
    rule_number: int | None = None
    is_automatic: bool = False
    words: Mapping[str, object] = field(default_factory=dict)  # number, name, and unit: an id


CHOSEN = {
    Lead.UNIT: _("规则%(number)d（%(name)s）：派给%(unit)s。"),
    Lead.OWNER: _("规则%(number)d（%(name)s）：派给点位的责任单位%(unit)s。"),
    Lead.STREET: _("规则%(number)d（%(name)s）：派给属地街镇%(unit)s。"),
    Lead.COMMUNITY: _("规则%(number)d（%(name)s）：派给属地社区%(unit)s。"),
    Lead.CLASS_UNIT: _("规则%(number)d（%(name)s）：派给该类问题通常的牵头单位%(unit)s。"),
}
LACKING = {
    Lead.UNIT: _("规则%(number)d（%(name)s）适用，但没有写明单位，请补充该规则。"),
    Lead.OWNER: _("规则%(number)d（%(name)s）适用，但问题不在点位上或点位没有责任单位，请选定单位。"),
    Lead.STREET: _("规则%(number)d（%(name)s）适用，但问题没有所在街镇，请选定单位。"),
    Lead.COMMUNITY: _("规则%(number)d（%(name)s）适用，但问题没有所在社区，请选定单位。"),
    Lead.CLASS_UNIT: _("规则%(number)d（%(name)s）适用，但该类问题没有通常的牵头单位，请选定单位。"),
}
CLOSED = _("规则%(number)d（%(name)s）选定的%(unit)s已经撤并，请修改该规则或另选单位。")
RULED = _("该类问题的职责争议已裁定由%(unit)s牵头。")
SENT_BACK = _("规则%(number)d（%(name)s）选定的%(unit)s已经回退过该问题，请另选单位。")
RULED_CLOSED = _("裁定牵头的%(unit)s已经撤并，请核实裁定后选定单位。")
RULED_SENT_BACK = _("裁定牵头的%(unit)s已经回退过该问题，请核实裁定后选定单位。")
NONE_FITS = _("没有适用的派遣规则，请选定单位。")
NONE_WITHOUT_CLASS = _("没有适用的派遣规则，问题也没有类别；请补充类别或选定单位。")


def choose(facts: Facts, rules: Iterable[Rule]) -> Choice:
    """The choice of the ruling, or of the first active rule that fits and names a unit; no chance, no memory."""
    fitting = [_chosen(rule, facts) for rule in rules if rule.is_active and fits(rule, facts)]
    usable = next((choice for choice in fitting if choice.lead_unit_id is not None), None)
    if facts.ruled_unit_id is not None:
        return _ruled(facts.ruled_unit_id, facts, usable)
    nothing = Choice(NONE_WITHOUT_CLASS if facts.class_id is None else NONE_FITS)
    return usable or next(iter(fitting), nothing)


def fits(rule: Rule, facts: Facts) -> bool:
    """True when every condition of the rule holds."""
    return (
        (rule.class_ids is None or facts.class_id in rule.class_ids)
        and rule.site_type_id in {None, facts.site_type_id}
        and facts.area_path.startswith(rule.area_path)
        and rule.source in {"", facts.source}
        and rule.severity in {"", facts.severity}
        and (not rule.words or any(word in facts.text for word in rule.words))
    )


def _ruled(unit_id: int, facts: Facts, usable: Choice | None) -> Choice:
    """The ruled unit leads; who assists and until when is as the rule says."""
    words = {"unit": unit_id}
    if unit_id in facts.refused_ids:
        return Choice(RULED_SENT_BACK, words=words)
    if unit_id in facts.closed_ids:
        return Choice(RULED_CLOSED, words=words)
    assisting = tuple(pk for pk in usable.assisting_ids if pk != unit_id) if usable else ()
    return Choice(RULED, unit_id, assisting, usable.term if usable else None, words=words)


def _chosen(rule: Rule, facts: Facts) -> Choice:
    unit_id = _named(rule, facts)
    about: dict[str, object] = {"number": rule.number, "name": rule.name, "unit": unit_id}
    if unit_id is None:
        return Choice(LACKING[rule.lead], rule_id=rule.id, rule_number=rule.number, words=about)
    if unit_id in facts.refused_ids:
        return Choice(SENT_BACK, rule_id=rule.id, rule_number=rule.number, words=about)
    if unit_id in facts.closed_ids:
        return Choice(CLOSED, rule_id=rule.id, rule_number=rule.number, words=about)
    assisting = tuple(pk for pk in rule.assisting_ids if pk != unit_id and pk not in facts.closed_ids)
    return Choice(
        *(CHOSEN[rule.lead], unit_id, assisting, rule.term, rule.id, rule.number),
        is_automatic=rule.is_automatic,
        words=about,
    )


def _named(rule: Rule, facts: Facts) -> int | None:
    by_lead = {
        Lead.UNIT: rule.unit_id,
        Lead.OWNER: facts.owner_id,
        Lead.STREET: facts.street_id,
        Lead.COMMUNITY: facts.community_id,
        Lead.CLASS_UNIT: facts.class_unit_id,
    }
    return by_lead[rule.lead]
