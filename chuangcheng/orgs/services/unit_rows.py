"""Takes the rows of a workbook of units: parents before those below, known ones known again, what is missing named.

A row is known again by its code, else by its name under its parent. What the product has moved on since the same row
came before stays as it is (`core.imports.memory`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import Refusal
from chuangcheng.core.imports.conflicts import without_conflicting_codes
from chuangcheng.core.imports.memory import remember, said_before
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.core.imports.run import row_kept_apart
from chuangcheng.orgs.access import CHANGE_UNITS
from chuangcheng.orgs.indexing import index_units
from chuangcheng.orgs.models import Unit
from chuangcheng.orgs.services.locks import lock_tree
from chuangcheng.orgs.services.matching import UnitFinder
from chuangcheng.orgs.services.units import (
    UnitFacts,
    add_unit,
    change_and_move_unit,
    change_unit,
    confirm_unit,
    facts_of,
)
from chuangcheng.orgs.unit_names import clean, kind_of

KIND = "units"
# Words that offices write for the kinds besides our own labels.
KIND_WORDS = {
    **{clean(str(kind.label)): kind.value for kind in Unit.Kind},
    **dict.fromkeys(("区", "县", "市", "旗", "本级"), "place"),
    **dict.fromkeys(("街道办事处", "街办"), "street"),
    **dict.fromkeys(("镇", "乡", "镇街"), "town"),
    **dict.fromkeys(("居委会", "社区居委会"), "community"),
    **dict.fromkeys(("村委会", "行政村"), "village"),
    **dict.fromkeys(("委办局", "区直部门", "区直单位", "县直部门", "市直部门", "局", "职能部门", "机关"), "bureau"),
    **dict.fromkeys(("行业", "系统", "行业主管部门"), "industry"),
    **dict.fromkeys(("开发区", "产业园", "高新区"), "park"),
    **dict.fromkeys(("驻区", "驻地单位", "企业", "学校", "医院", "银行"), "resident"),
    **dict.fromkeys(("窗口", "窗口单位", "服务大厅", "政务大厅"), "window"),
    **dict.fromkeys(("工作领导小组",), "leading_group"),
    **dict.fromkeys(("创城指挥部", "办公室"), "headquarters"),
    **dict.fromkeys(("部室", "部", "室", "组", "科室"), "section"),
    **dict.fromkeys(("联席会议",), "joint_office"),
    **dict.fromkeys(("第三方", "第三方测评机构"), "third_party"),
}
AFFILIATION_WORDS = {
    **{clean(str(affiliation.label)): affiliation.value for affiliation in Unit.Affiliation},
    **dict.fromkeys(("区级", "县级", "区管"), "district"),
    **dict.fromkeys(("省级", "省管", "市属", "市级"), "provincial"),
    **dict.fromkeys(("中央", "央属", "央企", "国家"), "central"),
    **dict.fromkeys(("双管", "双重", "垂直管理"), "dual"),
}


@dataclass
class Intake:
    """One workbook on its way in."""

    actor: Actor
    report: Report
    finder: UnitFinder
    said: dict[str, str]  # key → fingerprint last taken
    named: frozenset[str]  # names that have a row of their own
    made: set[int] = field(default_factory=set)  # ids of units that this workbook has brought
    touched: dict[int, Unit] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)


def apply_unit_rows(rows: Sequence[Row], *, actor: Actor, report: Report) -> None:
    """Writes the units of a workbook. See `core.imports.kinds.Apply`."""
    lock_tree()
    sound = without_conflicting_codes(rows, code="code", name="name", report=report)
    said = said_before(KIND, [_key(row) for row in sound])
    named = frozenset(clean(row.values["name"]) for row in sound)
    intake = Intake(actor=actor, report=report, finder=UnitFinder(actor=actor), said=said, named=named)
    for row in report.watched(list(_parents_first(sound))):
        if intake.said.get(_key(row)) == row.fingerprint():
            report.unchanged += 1
        else:
            with row_kept_apart(row, report):
                _take(row, intake)
    remember(KIND, intake.taken)
    index_units(intake.touched.values())


def _take(row: Row, intake: Intake) -> None:
    parent = _parent(row, intake)
    unit = _known(row, parent, intake)
    if unit is None:
        facts = _facts(row, None, intake)
        unit = add_unit(actor=intake.actor, parent=_changeable(intake.actor, parent), facts=facts)
        intake.made.add(unit.pk)
        intake.report.created += 1
    elif _has_changed(row, unit, parent, intake):
        intake.report.updated += 1
    else:
        intake.report.unchanged += 1
    unit = Unit.objects.get(pk=unit.pk)
    intake.finder.learn(unit, *unit.aliases.values_list("name", flat=True))
    intake.touched[unit.pk] = unit
    intake.taken[_key(row)] = row.fingerprint()
    _note_words(row, intake.report)


def _parent(row: Row, intake: Intake) -> Unit:
    """What the unit is to stand under: as written, made 待确认 when not known; the place when nothing is written."""
    written = row.values.get("parent")
    if not written or clean(written) == clean(row.values["name"]):
        return intake.finder.place
    if clean(written) in (clean(intake.finder.place.name), clean(intake.finder.place.code)):
        return intake.finder.place
    parent, was_made = intake.finder.find_or_make(written)
    if was_made:
        reason = _("上级单位“%(name)s”尚未登记，新建为待确认。")
        intake.report.note(row, "parent", reason % {"name": written})
    fresh: Unit = Unit.objects.get(pk=parent.pk)
    return fresh


def _known(row: Row, parent: Unit, intake: Intake) -> Unit | None:
    """The unit that the row means, or None when it is new. Raises Refusal when that cannot be told."""
    name, code = row.values["name"], row.values.get("code")
    with_code: Unit | None = Unit.objects.filter(code=code, closed_on__isnull=True).first() if code else None
    if with_code is not None:
        return with_code
    below: Unit | None = Unit.objects.get_children(parent).filter(name=name, closed_on__isnull=True).first()
    if below is not None:
        return below
    try:
        found = intake.finder.find(name)
    except Refusal:
        # Several of this name stand elsewhere; here is none yet.
        return None
    return _same_elsewhere(found, row, intake) if found is not None else None


def _same_elsewhere(found: Unit, row: Row, intake: Intake) -> Unit | None:
    if not found.is_confirmed or not row.values.get("parent") or found == intake.finder.place:
        return found
    if found.pk in intake.made:
        return None
    raise Refusal(
        _("已有同名单位“%(name)s”（编码%(code)s）在别的上级之下，请填写编码以便区分。")
        % {"name": found.name, "code": found.code}
    )


def _has_changed(row: Row, unit: Unit, parent: Unit, intake: Intake) -> bool:
    _changeable(intake.actor, unit)
    wanted, actor = _facts(row, unit, intake), intake.actor
    if unit.is_root():
        if wanted == facts_of(unit):
            return False
        change_unit(actor=actor, unit_id=unit.pk, facts=wanted)
        return True
    keeps_place = not row.values.get("parent") or Unit.objects.get_parent(unit) == parent
    target = Unit.objects.get_parent(unit) if keeps_place else _changeable(actor, parent)
    if not unit.is_confirmed:
        confirm_unit(actor=actor, unit_id=unit.pk, facts=wanted, parent_id=target.pk)
        return True
    if keeps_place and wanted == facts_of(unit):
        return False
    change_and_move_unit(actor=actor, unit_id=unit.pk, facts=wanted, parent_id=target.pk)
    return True


def _facts(row: Row, unit: Unit | None, intake: Intake) -> UnitFacts:
    """What the row says, over what is written down already; an empty cell says nothing."""
    name = row.values["name"]
    facts = facts_of(unit) if unit is not None else UnitFacts(name=name, kind=kind_of(name))
    aliases = (*facts.aliases, *(row.values.get("aliases") or ()))
    said = {
        "name": name,
        "code": row.values.get("code"),
        "kind": KIND_WORDS.get(clean(row.text("kind"))),
        "affiliation": AFFILIATION_WORDS.get(clean(row.text("affiliation"))),
        "short_name": row.values.get("short_name"),
        "acts_with_id": _main_office(row, unit, intake),
        "has_own_group": row.values.get("has_own_group"),
        "aliases": tuple(sorted({alias for alias in aliases if alias != name})),
    }
    return replace(facts, **{key: value for key, value in said.items() if value is not None})


def _main_office(row: Row, unit: Unit | None, intake: Intake) -> int | None:
    """The office that this one works as one with; None when the row says nothing new."""
    written = row.values.get("acts_with")
    if not written:
        return None
    if intake.finder.find(written) is None and clean(written) in intake.named:
        # Two rows that name each other: the later one says it.
        return None
    other, was_made = intake.finder.find_or_make(written)
    if was_made:
        intake.report.note(row, "acts_with", _("单位“%(name)s”尚未登记，新建为待确认。") % {"name": written})
    acts_with_id: int | None = Unit.objects.values_list("acts_with", flat=True).get(pk=other.pk)
    main_id = acts_with_id or other.pk
    return None if unit is not None and main_id == unit.pk else main_id


def _note_words(row: Row, report: Report) -> None:
    for key, known in (("kind", KIND_WORDS), ("affiliation", AFFILIATION_WORDS)):
        text = row.text(key)
        if text and clean(text) not in known:
            report.note(row, key, _("“%(text)s”不在可选范围，已按名称推断，请到单位页面核对。") % {"text": text})


def _changeable(actor: Actor, unit: Unit) -> Unit:
    if not actor.may_at(CHANGE_UNITS, unit.path):
        raise Refusal(_("您不能维护“%(name)s”，请联系创城办。") % {"name": unit.name})
    return unit


def _parents_first(rows: Sequence[Row]) -> Iterable[Row]:
    """The rows so that a unit stands after those that it names; those that name each other as they came."""
    by_name: dict[str, Row] = {}
    for row in rows:
        by_name.setdefault(clean(row.values["name"]), row)
    placed: dict[int, Row] = {}
    for row in rows:
        waiting = {id(row): row}
        while waiting:
            step = next(reversed(waiting.values()))
            needed = [by_name.get(clean(step.values.get(key) or "")) for key in ("parent", "acts_with")]
            first = next((need for need in needed if need and id(need) not in placed and id(need) not in waiting), None)
            if first is not None:
                waiting[id(first)] = first
            else:
                placed[id(step)] = waiting.pop(id(step))
    return placed.values()


def _key(row: Row) -> str:
    code = row.values.get("code")
    return str(code or f"{row.values.get('parent') or ''}/{row.values['name']}")[:120]
