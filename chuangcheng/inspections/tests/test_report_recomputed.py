"""The report computed a second time, from what inspectors entered and by nothing of the product: every figure in the
tables by item, type, town and unit, in the words and in Word is the same."""

from __future__ import annotations

import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import pytest
from django.db import transaction
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chuangcheng.inspections import services
from chuangcheng.inspections.models import Answer, Round
from chuangcheng.inspections.reporting.making import RoundReport, report_file, round_report
from chuangcheng.inspections.testing import (
    LINKS,
    MARKET,
    Field,
    bring_to,
    make_field,
    make_items,
    make_round,
    make_visit,
)
from chuangcheng.orgs.testing import Cast, actor_of, make_unit
from chuangcheng.sites.testing import make_site

TYPES = (MARKET, "农贸超市")
NOBODY = "未明确责任单位"
MARKS = {"stalls": 20, "posters": 10, "litter": 30, "smoking": 10, "prices": 20, "scales": 10}
CLASSES = {"stalls": "店外经营", "litter": "暴露垃圾"}
NA = {"na": True}
HEADS = {"items": "项目、内容、标准", "types": "点位类型", "towns": "街镇", "units": "责任单位"}


@dataclass(frozen=True)
class Plan:
    """A site and what is entered there."""

    type_at: int
    town_at: int
    unit_at: int
    entered: Mapping[str, Any] | None  # code of the item → value; None: nobody comes
    corrected: str  # code of an item that is corrected to a pass afterwards; empty: none


@dataclass
class Sum:
    """Counts of a group, by hand."""

    planned: int = 0
    visited: int = 0
    passed: int = 0
    failed: int = 0
    left_out: int = 0
    scores: list[str] = field(default_factory=list)

    @property
    def observations(self) -> int:
        return self.passed + self.failed

    @property
    def rate(self) -> str:
        return told(Fraction(100 * self.passed, self.observations), 1) + "%" if self.observations else "—"

    @property
    def mean(self) -> str:
        return told(sum(map(Fraction, self.scores), Fraction(0)) / len(self.scores), 2) if self.scores else "—"

    @property
    def earned(self) -> str:
        return told(sum(map(Fraction, self.scores), Fraction(0)), 2) if self.scores else "—"


def told(number: Fraction, places: int) -> str:
    """Half-up, by whole numbers alone."""
    scaled = number * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return f"{whole // 10**places:,}.{whole % 10**places:0{places}d}"


def passes(code: str, value: Mapping[str, Any]) -> bool | None:
    """Whether what was entered is in order; None: not applicable. The rules of `ITEMS`, said once more."""
    if value == NA:
        return None
    good: dict[str, bool] = {
        "stalls": value.get("ok") is True,
        "posters": value.get("count", 0) >= 2,
        "litter": value.get("faults") == 0,
        "smoking": value.get("faults") == 0,
        "prices": float(value.get("percent", 0)) >= 95,
        "scales": len(value.get("present", [])) == 2,
    }
    return good[code]


entered = st.fixed_dictionaries(
    {
        "stalls": st.just(NA) | st.builds(lambda ok: {"ok": ok}, st.booleans()),
        "posters": st.just(NA) | st.builds(lambda count: {"count": count}, st.integers(0, 3)),
        "litter": st.just(NA) | st.builds(lambda faults: {"faults": faults}, st.integers(0, 2)),
        "smoking": st.builds(lambda faults: {"faults": faults}, st.integers(0, 2)),
        "prices": st.just(NA) | st.builds(lambda percent: {"percent": percent}, st.sampled_from(["94.9", "95", "100"])),
        "scales": st.builds(
            lambda found: {"present": found}, st.sampled_from([[], ["有公平秤"], ["有公平秤", "在检定期内"]])
        ),
    }
)
plans = st.lists(
    st.builds(
        Plan,
        st.integers(0, 1),
        st.integers(0, 2),
        st.integers(0, 2),
        st.none() | entered,
        st.sampled_from(["", "", "stalls", "litter"]),
    ),
    min_size=1,
    max_size=7,
)


@dataclass(frozen=True)
class Ground:
    """Where all examples are played."""

    cast: Cast
    field: Field
    checklists: Mapping[str, Mapping[str, Any]]
    towns: Sequence[Any]
    units: Sequence[Any]

    def play(self, planned: Sequence[Plan]) -> Round:
        """A released round in which all of it happened."""
        sites = [
            make_site(
                f"点位{at}",
                area=self.towns[plan.town_at],
                site_type=TYPES[plan.type_at],
                owner=self.units[plan.unit_at],
            )
            for at, plan in enumerate(planned)
        ]
        found = make_round(self.cast, replace(self.field, sites=sites))
        for site, plan in zip(sites, planned, strict=True):
            if plan.entered is not None:
                asked = replace(self.field, items=self.checklists[site.site_type.name])
                visit = make_visit(self.cast, asked, found, site=site, **plan.entered)
                self._correct(visit, plan)
        return bring_to(self.cast, found, "released")

    def _correct(self, visit: Any, plan: Plan) -> None:
        if plan.corrected:
            answer = Answer.objects.get(visit=visit, item__code=plan.corrected)
            facts: dict[str, Any] = {"verdict": "pass", "violations": 0, "reason": "看错了"}
            services.correct_answer(actor=actor_of(self.cast.chief), answer_id=answer.pk, **facts)


@pytest.fixture
def ground(cast: Cast) -> Ground:
    found = make_field(cast)
    checklists = {MARKET: found.items, **{name: make_items(name, found.standards) for name in TYPES[1:]}}
    towns = [cast.lane, make_unit("柳河镇", kind="town"), make_unit("高新街道", kind="street")]
    return Ground(cast, found, checklists, towns, [cast.sanitation, make_unit("区商务局"), None])


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plans)
def test_every_figure_is_the_one_that_the_answers_give(ground: Ground, planned: list[Plan]) -> None:
    with transaction.atomic():
        found = ground.play(planned)
        actor = actor_of(ground.cast.chief)
        made = round_report(actor=actor, round_id=found.pk, base="none")
        word = Document(io.BytesIO(report_file(actor=actor, round_id=found.pk, base="none", kind="docx")[0]))
        transaction.set_rollback(True)

    sums = _sums(ground, planned)
    for key, groups in sums.items():
        wanted = {label: _wanted(key, group, groups) for label, group in groups.items()}
        assert wanted == _table(word, HEADS[key]), key
    _check_words(made, planned, sums["types"]["合计"])


def _table(word: Any, head: str) -> dict[str, list[str]]:
    """Cells by the label of their row, of the table whose first head this is."""
    table = next(table for table in word.tables if table.cell(0, 0).text == head)
    rows = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    assert len({row[0] for row in rows}) == len(rows)
    return {row[0].strip("　"): row[1:] for row in rows}


def _sums(ground: Ground, planned: Iterable[Plan]) -> dict[str, dict[str, Sum]]:
    """Groups by the key of their table."""
    towns = [ground.cast.east.name, *(town.name for town in ground.towns[1:])]
    units = [unit.name if unit else NOBODY for unit in ground.units]
    sums: dict[str, dict[str, Sum]] = {key: defaultdict(Sum) for key in ("types", "towns", "units", "items")}
    sums["items"]["合计"] = Sum()
    for plan in planned:
        labels = {"types": TYPES[plan.type_at], "towns": towns[plan.town_at], "units": units[plan.unit_at]}
        for key, label in labels.items():
            _add(sums[key][label], plan)
        _add(sums["types"]["合计"], plan)
        _add_standards(sums["items"], plan)
    return sums


def _results(plan: Plan) -> dict[str, bool | None]:
    """What stands for each item in the end."""
    results = {code: passes(code, value) for code, value in (plan.entered or {}).items()}
    return {**results, plan.corrected: True} if plan.entered and plan.corrected else results


def _add(group: Sum, plan: Plan) -> None:
    results = _results(plan)
    group.planned += 1
    group.visited += plan.entered is not None
    for code, result in results.items():
        _count(group, result, times=len(LINKS[code]))
    full = sum(MARKS[code] for code, result in results.items() if result is not None)
    if full:
        group.scores.append(told(Fraction(100 * sum(MARKS[code] for code, good in results.items() if good), full), 2))


def _add_standards(groups: dict[str, Sum], plan: Plan) -> None:
    for code, result in _results(plan).items():
        for standard in LINKS[code]:
            for label in (f"{standard} 标准{standard}", "环境秩序", "基本要求"):
                _count(groups[label], result, times=1)
    for code, result in _results(plan).items():
        _count(groups["合计"], result, times=len(LINKS[code]))


def _count(group: Sum, result: bool | None, *, times: int) -> None:  # noqa: FBT001 - the result, not a switch
    name = {True: "passed", False: "failed", None: "left_out"}[result]
    setattr(group, name, getattr(group, name) + times)


def _wanted(key: str, group: Sum, groups: Mapping[str, Sum]) -> list[str]:
    """What the row of the group shows behind its label."""
    counts = [str(number) for number in (group.observations, group.passed, group.failed)]
    if key == "items":
        return [*counts, str(group.left_out), group.rate]
    if key == "types":
        return [str(group.planned), str(group.visited), *counts, str(group.left_out), group.rate, group.mean]
    full = f"{100 * len(group.scores):,}"
    return [str(group.planned), *counts, group.rate, full, group.earned, group.mean, _place(group, groups)]


def _place(group: Sum, groups: Mapping[str, Sum]) -> str:
    """Its place by the mean among those of somebody."""
    means = [Fraction(other.mean) for label, other in groups.items() if label != NOBODY and other.scores]
    if group is groups.get(NOBODY) or not group.scores:
        return "—"
    place = 1 + sum(1 for mean in means if mean > Fraction(group.mean))
    return f"{place}（并列）" if means.count(Fraction(group.mean)) > 1 else str(place)


def _check_words(made: RoundReport, planned: Sequence[Plan], whole: Sum) -> None:
    """The sentences say the figures of the tables."""
    lines = made.sections[0].lines
    found = [code for plan in planned for code, result in _results(plan).items() if result is False]
    wanted = [f"计划检查点位{whole.planned}个，实际检查{whole.visited}个。"]
    if whole.observations:
        wanted.append(
            f"取得实测样本{whole.observations}个，其中合格{whole.passed}个、不合格{whole.failed}个，合格率{whole.rate}。"
        )
    if whole.scores:
        wanted.append(f"{len(whole.scores)}个点位有得分，平均{whole.mean}分（满分100分）。")
    wanted.append(f"发现问题{len(found)}个" if found else "没有发现问题。")
    for sentence in wanted:
        assert any(sentence in line for line in lines), sentence
    counted = Counter(CLASSES.get(code, "") for code in found)
    assert {row.name: row.count for row in made.report.classes} == counted
