"""What a task must have: a line without target, unit or date is refused."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.core.errors import InvalidInput
from chuangcheng.orgs.queries import open_unit_ids, unit_places, working_people
from chuangcheng.standards.queries import known_standard_ids
from chuangcheng.tasks.models import Task, TaskGoal
from chuangcheng.tasks.policies import known_tags
from chuangcheng.tasks.slots import GoalDay
from chuangcheng.tasks.tags import why_not, written_tags

FIRST_YEAR, LAST_YEAR = 2000, 2100  # as the working calendar
MOST_AMOUNT = Decimal(10) ** 11
MOST_DAYS = 2000  # working days of one task, eight years: our choice
TEXTS = {"title": 200, "target": 300, "measure": 20, "work_standard": 1000, "measures": 1000, "proof": 300}


@dataclass(frozen=True, slots=True)
class TaskGiven:
    """What somebody asks for."""

    title: str
    unit_id: int | None
    due_on: date | None
    target: str = ""
    measure: str = ""
    now_amount: Decimal | None = None
    target_amount: Decimal | None = None
    standard_id: int | None = None
    person_id: int | None = None
    work_standard: str = ""
    measures: str = ""
    proof: str = ""
    tags: str = ""  # other programmes it serves, 、between
    starts_on: date | None = None
    days: int | None = None  # working days
    is_standing: bool = False
    goal_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task to be made, under an id that the form made."""

    task_id: UUID
    given: TaskGiven
    import_key: str = ""  # of the row that it came from; empty: it did not come from a file


class WrongFact(InvalidInput):
    """A fact that is missing or makes no sense: which one, and what to do."""

    def __init__(self, field_name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field_name = field_name


@dataclass(frozen=True)
class Known:
    """What lines may refer to, read once for all of them."""

    units: set[int]
    standards: set[int]
    people: set[int]
    goals: dict[str, GoalDay] = field(default_factory=dict)
    tags: frozenset[str] = frozenset()


def known_of(lines: Sequence[TaskGiven], goals: Iterable[GoalDay]) -> Known:
    """Four queries at most."""
    units = [line.unit_id for line in lines if line.unit_id is not None]
    standards = {line.standard_id for line in lines if line.standard_id is not None}
    people = {line.person_id for line in lines if line.person_id is not None}
    return Known(
        units=open_unit_ids(units),
        standards=known_standard_ids(standards) if standards else set(),
        people=working_people(people) if people else set(),
        goals={goal.key: goal for goal in goals},
        tags=frozenset(known_tags()) if any(line.tags for line in lines) else frozenset(),
    )


def facts_of(given: TaskGiven, known: Known) -> dict[str, Any]:
    """The columns of a task; InvalidInput with one sentence when something is missing or makes no sense."""
    texts = {name: _text(name, getattr(given, name), most) for name, most in TEXTS.items()}
    if not texts["title"]:
        raise WrongFact("title", _("请填写任务名称。"))
    if given.unit_id is None or given.unit_id not in known.units:
        raise WrongFact("unit_id", _("请选择责任单位。"))
    if given.due_on is None:
        raise WrongFact("due_on", _("请填写完成时限。"))
    if not texts["target"] and given.target_amount is None:
        raise WrongFact("target", _("请填写目标：要达到的数量，或者一句话。"))
    if given.standard_id is not None and given.standard_id not in known.standards:
        raise WrongFact("standard_id", _("没有找到这条测评标准，请重新选择。"))
    if given.person_id is not None and given.person_id not in known.people:
        raise WrongFact("person_id", _("没有找到这位责任人，请重新选择。"))
    if unknown := [key for key in given.goal_keys if key not in known.goals]:
        raise WrongFact("goal_keys", _("没有找到“%(key)s”这次迎检，请重新选择。") % {"key": unknown[0][:40]})
    if problem := why_not(given.tags, known.tags):
        raise WrongFact("tags", problem)
    _check_dates(given)
    _check_numbers(given, texts["measure"])
    plain = ("unit_id", "due_on", "now_amount", "target_amount", "standard_id", "person_id", "starts_on", "days")
    others = {name: getattr(given, name) for name in plain}
    return {**texts, **others, "is_standing": given.is_standing, "tags": written_tags([given.tags])}


def _text(name: str, value: str, most: int) -> str:
    text = unicodedata.normalize("NFC", value).replace("\r\n", "\n").strip()
    if len(text) > most:
        sentence = _("“%(text)s…”太长，不能超过%(most)s个字，请缩短。")
        raise WrongFact(name, sentence % {"text": text[:12], "most": most})
    if not text.replace("\n", "").replace("\t", "").isprintable():
        raise WrongFact(name, _("文字中有无法保存的字符，请重新输入。"))
    return text


def _check_dates(given: TaskGiven) -> None:
    for name, day in (("due_on", given.due_on), ("starts_on", given.starts_on)):
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise WrongFact(name, _("日期不在工作日历的范围内，请核对。"))
    if given.starts_on is not None and given.due_on is not None and given.starts_on > given.due_on:
        raise WrongFact("starts_on", _("开始日期在完成时限之后，请核对。"))
    if given.days is not None and not 0 <= given.days <= MOST_DAYS:
        raise WrongFact("days", _("工期应在0到%(most)s个工作日之间，请核对。") % {"most": MOST_DAYS})


def _check_numbers(given: TaskGiven, measure: str) -> None:
    for name, amount in (("now_amount", given.now_amount), ("target_amount", given.target_amount)):
        if amount is not None and not (amount.is_finite() and 0 <= amount < MOST_AMOUNT):
            raise WrongFact(name, _("数量应是0以上的数，请核对。"))
    if given.target_amount is not None and not measure:
        raise WrongFact("measure", _("请填写数量的单位，例如处、个。"))
    if given.now_amount is not None and given.target_amount is None:
        raise WrongFact("target_amount", _("填写了现状，请同时填写目标数量。"))


def check_under(parent: Task, lines: Iterable[dict[str, Any]], paths: dict[int, str]) -> None:
    """Parts stay within the unit of their task, within its date, and bring no more than it asks for."""
    lines = list(lines)
    for facts in lines:
        if not paths[facts["unit_id"]].startswith(parent.unit.path):
            raise WrongFact("unit_id", _("只能分解给%(unit)s和它的下级单位。") % {"unit": parent.unit.name})
        if facts["due_on"] > parent.due_on:
            sentence = _("分项的时限不能晚于这项任务的%(day)s；要晚些，请交办单位先改这项任务的时限。")
            raise WrongFact("due_on", sentence % {"day": parent.due_on.isoformat()})
    _check_sum(parent, lines)


def _check_sum(parent: Task, lines: list[dict[str, Any]]) -> None:
    if parent.quantity is None:
        return
    there = Task.objects.filter(parent=parent).exclude(state="void")
    parts = [part.quantity for part in there if part.measure == parent.measure]
    new = [_quantity(facts) for facts in lines if facts["measure"] == parent.measure]
    total = sum((amount for amount in (*parts, *new) if amount is not None), Decimal(0))
    if total > parent.quantity:
        told = {
            "total": f"{total.normalize():f}",
            "most": f"{parent.quantity.normalize():f}",
            "measure": parent.measure,
        }
        raise InvalidInput(_("各分项加起来是%(total)s%(measure)s，超过了任务的%(most)s%(measure)s。") % told)


def _quantity(facts: dict[str, Any]) -> Decimal | None:
    target: Decimal | None = facts["target_amount"]
    return None if target is None else abs(target - (facts["now_amount"] or Decimal(0)))


def goal_rows(task: Task, keys: Iterable[str], goals: Mapping[str, GoalDay]) -> list[TaskGoal]:
    """The rows that say which visits a task serves."""
    return [TaskGoal(task=task, key=key, label=goals[key].label[:80]) for key in dict.fromkeys(keys)]


def units_at(unit_ids: Iterable[int]) -> dict[int, str]:
    """Tree paths of units. One query."""
    return {unit_id: path for unit_id, (_name, path) in unit_places(unit_ids).items()}
