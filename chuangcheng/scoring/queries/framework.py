"""An edition as the engine takes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from chuangcheng.core.texts import mark as _
from chuangcheng.core.texts import said
from chuangcheng.scoring.engine import (
    Framework,
    Gate,
    NegativeEntry,
    Part,
    Standard,
    read_rule,
    read_sanction,
)
from chuangcheng.standards.queries import drafts_of, negative_drafts_of

if TYPE_CHECKING:
    from chuangcheng.standards.drafts import StandardDraft
    from chuangcheng.standards.models import Framework as FrameworkRow


@dataclass(frozen=True)
class EngineFramework:
    """The framework with the keys of its standards, and what cannot be used of it."""

    framework: Framework
    keys: Mapping[str, int]  # code of a standard → its key
    problems: tuple[str, ...]  # sentences


def engine_framework_of(row: FrameworkRow) -> EngineFramework:
    """The edition for the engine. A constant number of queries."""
    drafts, negative = drafts_of(row), negative_drafts_of(row)
    problems = [problem for draft in drafts for problem in _problems(draft)]
    entries = tuple(
        NegativeEntry(entry.code, read_sanction(entry.sanction), entry.domain, entry.text) for entry in negative
    )
    problems += [
        said(_("负面清单“%(code)s”的处理看不懂，它成立时不起作用。"), code=entry.code)
        for entry in entries
        if entry.sanction is None
    ]
    framework = Framework(
        standards=tuple(_standard(draft) for draft in drafts),
        name=row.name,
        edition=row.edition,
        declared_total=row.total,
        method_weights={name: Decimal(weight) for name, weight in row.method_weights.items()},
        gate=_gate(row),
        negative=entries,
        cycle_weights=tuple(Decimal(weight) for weight in row.cycle_weights),
    )
    return EngineFramework(framework, dict(row.standards.values_list("code", "pk")), tuple(problems))


def _standard(draft: StandardDraft) -> Standard:
    parts = (Part(part.method, part.share, read_rule(part.rule, part.parameters).rule) for part in draft.parts)
    return Standard(
        code=draft.code,
        item=draft.item,
        content=draft.content,
        marks=draft.marks,
        parts=tuple(parts),
        name=draft.text,
    )


def _problems(draft: StandardDraft) -> list[str]:
    """What is wrong with the rules of a standard; shares that do not add to 1 the engine says itself."""
    if not draft.parts:
        return [said(_("标准“%(code)s”没有计分部分，按待测处理。"), code=draft.code)]
    clauses = [
        clause
        for part in draft.parts
        for clause in (read_rule(part.rule, part.parameters).problems if part.rule else [said(_("计分规则还不知道"))])
    ]
    return [said(_("标准“%(code)s”的%(clause)s。"), code=draft.code, clause=clause) for clause in clauses]


def _gate(row: FrameworkRow) -> Gate | None:
    if not row.gate:
        return None
    least = row.gate.get("min")
    return Gate(row.gate["name"], None if least is None else Decimal(str(least)), Decimal(str(row.gate["share"])))
