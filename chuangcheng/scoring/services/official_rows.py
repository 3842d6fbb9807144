"""Takes the rows of published results: a round is known by its framework and name, a place in it by its name. What a
file says otherwise than we have it becomes a correction; a row of a file that was taken once changes nothing more."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.core.imports.values import BadValue
from chuangcheng.core.times import today
from chuangcheng.scoring.engine import half_up, plain_text
from chuangcheng.scoring.models import HardFault, OfficialResult, OfficialRound
from chuangcheng.scoring.published_columns import Known, PublishedColumn, ReadRow, marks_in, published_columns
from chuangcheng.scoring.queries.official_rows import (
    agrees_with,
    is_our_name,
    known_of,
    place_key,
    ranking_of,
)
from chuangcheng.scoring.services.official import index_round
from chuangcheng.standards.access import visible_frameworks

if TYPE_CHECKING:
    from chuangcheng.standards.models import Framework

ROUND_FACTS = ("held_on", "published_on", "level", "quota", "line", "source")  # columns that tell about the round
LONGEST = {"place": 80, "group": 40, "name": 120, "source": 200}  # characters
GENERIC_SHEETS = re.compile(r"(?i)(?:sheet|工作表|表)\s*\d*|测评结果|测评成绩|官方结果|结果|成绩")
_YEAR = re.compile(r"(20\d\d)\s*年(?:度)?(?:\s*(\d{1,2})\s*月)?")
_CODE = re.compile(r"[（(〔\[]\s*([A-Za-z0-9][A-Za-z0-9.\-]{0,19})\s*[）)〕\]]\s*$")
_BETWEEN = re.compile(r"[；;\n]+")
LAST_MONTH = 12


@dataclass
class _Batch:
    """The rows of one round in the file, with what is known of the round."""

    framework: Framework
    name: str
    rows: list[Row] = field(default_factory=list)
    found: OfficialRound | None = None
    results: dict[str, OfficialResult] = field(default_factory=dict)  # place → the one that counts
    seen: set[tuple[str, str]] = field(default_factory=set)  # place and fingerprint of rows taken before
    faults: set[tuple[str, str]] = field(default_factory=set)  # place and text, also of those taken back


def apply_result_rows(rows: Sequence[Row], *, actor: Actor, report: Report) -> None:
    """Writes rounds and results; see `core.imports.kinds.Apply`. The statements do not grow with the rows."""
    batches = _batches(rows, actor, report)
    _read_what_is_known(batches)
    columns = _published(batches, report)
    made: list[OfficialResult] = []
    faults: list[HardFault] = []
    for batch in batches:
        _round_of(batch, actor, report)
        fresh = [*_results(batch, columns[id(batch)], actor, report)]
        made += [result for result, _row in fresh]
        faults += _faults(batch, actor)
        _tell_places(batch, fresh, report)
    OfficialResult.objects.bulk_create(made)
    HardFault.objects.bulk_create(faults)


def _batches(rows: Sequence[Row], actor: Actor, report: Report) -> list[_Batch]:
    frameworks = list(visible_frameworks(actor).order_by("-created_at"))
    found: dict[tuple[int, str], _Batch] = {}
    for row in report.watched(rows):
        framework = _framework(row, frameworks)
        name = _round_name(row)
        if framework is None:
            report.reject(row, "framework", _("没有找到这个测评体系，请先导入体系，或更正体系名称和版本。"))
        elif not name:
            report.reject(row, "round", _("没有写明是哪一轮测评，请加“轮次”一列，或在表格上方写标题。"))
        else:
            found.setdefault((framework.pk, name), _Batch(framework, name)).rows.append(row)
    return list(found.values())


def _framework(row: Row, frameworks: Sequence[Framework]) -> Framework | None:
    """The edition that the row names; else the one in force that came last."""
    name, edition = place_key(row.text("framework")), place_key(row.text("edition"))
    named = [
        each
        for each in frameworks
        if (not name or name in {place_key(each.name), place_key(each.code), place_key(str(each))})
        and (not edition or place_key(each.edition) == edition)
    ]
    in_force = [each for each in named if each.state == each.State.IN_FORCE]
    return next(iter(in_force or (named if name or edition else [])), None)


def _round_name(row: Row) -> str:
    sheet = "" if GENERIC_SHEETS.fullmatch(row.sheet.strip()) else row.sheet.strip()
    return (row.text("round").strip() or row.layout.title.strip() or sheet)[: LONGEST["name"]]


def _read_what_is_known(batches: Sequence[_Batch]) -> None:
    """Reads the rounds of the file with all that was ever said about their places. Three queries."""
    names = {batch.name for batch in batches}
    rounds = {(each.framework_id, each.name): each for each in OfficialRound.objects.filter(name__in=names)}
    by_round: dict[Any, _Batch] = {}
    for batch in batches:
        batch.found = rounds.get((batch.framework.pk, batch.name))
        if batch.found is not None:
            by_round[batch.found.pk] = batch
    results = OfficialResult.objects.filter(round_id__in=by_round).order_by("recorded_at", "pk")
    corrected = set(results.values_list("corrects_id", flat=True))
    for result in results:
        batch = by_round[result.round_id]
        batch.seen.add((place_key(result.place), result.fingerprint))
        if result.pk not in corrected:
            batch.results[place_key(result.place)] = result
    for fault in HardFault.objects.filter(round_id__in=by_round):
        by_round[fault.round_id].faults.add((place_key(fault.place), fault.text))


def _published(batches: Sequence[_Batch], report: Report) -> dict[int, list[PublishedColumn]]:
    """For each round its columns of methods and items; what they are is no longer unplaced."""
    known: dict[int, Known] = {}
    found: dict[int, list[PublishedColumn]] = {}
    for batch in batches:
        if batch.framework.pk not in known:
            known[batch.framework.pk] = known_of(batch.framework)
        read = [ReadRow(row.values["total"] if row.has("total") else None, row.extra) for row in batch.rows]
        found[id(batch)] = published_columns(read, known[batch.framework.pk])
        placed = {column.word for column in found[id(batch)]}
        report.unplaced_columns[:] = [word for word in report.unplaced_columns if word not in placed]
    return found


def _round_of(batch: _Batch, actor: Actor, report: Report) -> None:
    """Makes the round, or fills in what it does not say yet: what people wrote since is kept."""
    told = {key: _first(batch.rows, key) for key in ROUND_FACTS}
    groups = _groups(batch.rows)
    if batch.found is not None:
        _fill_in(batch.found, told, groups)
        return
    held_on = told.pop("held_on") or told["published_on"]
    if held_on is None:
        held_on = _day_in(batch.name) or today()
        words = _("没有写明“%(name)s”的测评日期，暂按%(day)s排列先后，请在轮次页面更正。")
        report.note(batch.rows[0], "held_on", words % {"name": batch.name, "day": held_on})
    facts = {key: value for key, value in told.items() if value is not None}
    facts["source"] = str(facts.get("source", ""))[: LONGEST["source"]]
    batch.found = OfficialRound.objects.create(
        framework=batch.framework,
        name=batch.name,
        held_on=held_on,
        groups=groups,
        created_by_id=actor.person_id,
        **facts,
    )
    index_round(batch.found)


def _first(rows: Sequence[Row], key: str) -> Any:
    return next((row.values[key] for row in rows if row.has(key) and row.values[key] is not None), None)


def _groups(rows: Sequence[Row]) -> list[dict[str, Any]]:
    quotas: dict[str, int | None] = {}
    for row in rows:
        if row.text("group"):
            name = row.text("group").strip()[: LONGEST["group"]]
            told = row.values["group_quota"] if row.has("group_quota") else None
            quotas[name] = quotas.get(name) or told
    return [{"name": name, "quota": quota} for name, quota in quotas.items()]


def _fill_in(found: OfficialRound, told: Mapping[str, Any], groups: Sequence[dict[str, Any]]) -> None:
    empty = [key for key, value in told.items() if value is not None and getattr(found, key) in (None, "")]
    for key in empty:
        setattr(found, key, told[key])
    known = {group["name"] for group in found.groups}
    missing = [group for group in groups if group["name"] not in known]
    if missing:
        found.groups = [*found.groups, *missing]
    if empty or missing:
        found.save(update_fields=[*empty, *(["groups"] if missing else [])])


def _day_in(name: str) -> date | None:
    """A day within what a name tells: the last of its year, the first of its month; never after today."""
    match = _YEAR.search(name)
    if match is None:
        return None
    year, month = int(match[1]), int(match[2] or 0)
    day = date(year, month, 1) if 1 <= month <= LAST_MONTH else date(year, 12, 31)
    return min(day, today())


def _results(
    batch: _Batch, columns: Sequence[PublishedColumn], actor: Actor, report: Report
) -> list[tuple[OfficialResult, Row]]:
    """New results and corrections, with the row that each comes from; counts every row of the batch."""
    fresh: dict[str, tuple[OfficialResult, Row]] = {}
    for row in batch.rows:
        key, fingerprint = place_key(row.text("place"))[: LONGEST["place"]], row.fingerprint()
        before = batch.results.get(key)
        if key in fresh:
            _same_place_again(row, fresh[key][1], report)
        elif (key, fingerprint) in batch.seen:
            report.unchanged += 1
        elif (facts := _facts(row, columns, before, report, batch)) is not None:
            if before is not None and all(getattr(before, name) == value for name, value in facts.items()):
                report.unchanged += 1
                continue
            fresh[key] = (_result(batch, before, facts, fingerprint, actor), row)
            report.created, report.updated = report.created + (before is None), report.updated + (before is not None)
    for key, (result, _row) in fresh.items():
        batch.results[key] = result
    return list(fresh.values())


def _result(
    batch: _Batch, before: OfficialResult | None, facts: Mapping[str, Any], fingerprint: str, actor: Actor
) -> OfficialResult:
    reason = "" if before is None else _("按导入的文件更正")
    return OfficialResult(
        round=batch.found,
        corrects=before,
        reason=reason,
        fingerprint=fingerprint,
        recorded_by_id=actor.person_id,
        **facts,
    )


def _same_place_again(row: Row, first: Row, report: Report) -> None:
    if row.fingerprint() == first.fingerprint():
        report.unchanged += 1
        return
    words = _("“%(place)s”在这一轮已有一行（第 %(row)s 行），请删去一行。")
    report.reject(row, "place", words % {"place": row.text("place"), "row": first.number})


def _facts(
    row: Row, columns: Sequence[PublishedColumn], before: OfficialResult | None, report: Report, batch: _Batch
) -> dict[str, Any] | None:
    """What the row says about its place; an absent column says what is known already. None for a bad row."""
    try:
        methods, items = _marks(row, columns, is_method=True), _marks(row, columns, is_method=False)
    except BadValue as error:
        report.reject(row, "", str(error))
        return None
    old = before or OfficialResult()
    total = row.values["total"] if row.has("total") else old.total
    if total is None and methods:
        total = _weighted(row, methods, batch.framework, report)
    name = row.text("place").strip()[: LONGEST["place"]]
    is_ours = row.values["ours"] if row.has("ours") and row.values["ours"] is not None else is_our_name(name)
    return {
        "place": old.place or name,
        "group": row.text("group").strip()[: LONGEST["group"]] if row.has("group") else old.group,
        "total": total,
        "published_place": row.values["rank"] if row.has("rank") else old.published_place,
        "methods": methods or old.methods,
        "items": items or old.items,
        "comments": row.text("comments") if row.has("comments") else old.comments,
        "is_ours": is_ours,
    }


def _marks(row: Row, columns: Sequence[PublishedColumn], *, is_method: bool) -> list[dict[str, str | None]]:
    found = []
    for column in columns:
        earned = marks_in(row.extra.get(column.word, ""))
        if column.is_method == is_method and earned is not None:
            full = None if column.full is None else plain_text(column.full)
            found.append({"name": column.name, "earned": plain_text(earned), "full": full})
    return found


def _weighted(row: Row, methods: Sequence[Mapping[str, Any]], framework: Framework, report: Report) -> Decimal | None:
    """The total by the edition's method weights, when each method was published out of its full; said in a note."""
    weights = {name: Fraction(Decimal(weight)) for name, weight in framework.method_weights.items()}
    told = {each["name"]: each for each in methods if each["full"] and each["name"] in weights}
    whole = sum(weights.values(), Fraction(0))
    if not whole or told.keys() != weights.keys():
        return None
    rates = {name: Fraction(Decimal(each["earned"])) / Fraction(Decimal(each["full"])) for name, each in told.items()}
    total = half_up(100 * sum((weights[name] * rate for name, rate in rates.items()), Fraction(0)) / whole, 2)
    words = _("没有公布总分，按方法权重算为%(total)s分。")
    report.note(row, "total", words % {"total": total})
    return half_up(total, 4)


def _faults(batch: _Batch, actor: Actor) -> list[HardFault]:
    made = []
    for row in batch.rows:
        for text in (part.strip() for part in _BETWEEN.split(row.text("faults"))):
            code = _CODE.search(text)
            words = _CODE.sub("", text).strip() if code else text
            key = place_key(row.text("place"))
            if not words or words == "无" or (key, words) in batch.faults or key not in batch.results:
                continue
            batch.faults.add((key, words))
            made.append(
                HardFault(
                    round=batch.found,
                    place=batch.results[key].place,
                    text=words,
                    standard_code=code[1] if code else "",
                    recorded_by_id=actor.person_id,
                )
            )
    return made


def _tell_places(batch: _Batch, fresh: Sequence[tuple[OfficialResult, Row]], report: Report) -> None:
    """Notes each published place that is none of those by totals; both are kept."""
    if batch.found is None:
        return
    ranked = ranking_of(batch.found, list(batch.results.values()))
    for result, row in fresh:
        standing = ranked.of(result.place)
        published = result.published_place
        if standing is None or standing.over_all is None or agrees_with(published, standing):
            continue
        group = _("组内第%(place)s、") % {"place": standing.in_group.number} if standing.in_group else ""
        words = _("公布名次第%(published)s，按总分算为%(group)s总第%(place)s，两者都已保留。")
        facts = {"published": published, "group": group, "place": standing.over_all.number}
        report.note(row, "rank", words % facts)
