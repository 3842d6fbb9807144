"""An edition as the engine takes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chuangcheng.core.texts import mark as _
from chuangcheng.core.texts import said
from chuangcheng.scoring.engine import Framework, read_rule, read_sanction
from chuangcheng.scoring.packing import framework_from
from chuangcheng.standards.queries import drafts_of, negative_drafts_of

if TYPE_CHECKING:
    from chuangcheng.standards.drafts import NegativeDraft, StandardDraft
    from chuangcheng.standards.models import Framework as FrameworkRow


@dataclass(frozen=True)
class EngineFramework:
    """The framework with the keys of its standards, and what cannot be used of it."""

    framework: Framework
    keys: Mapping[str, int]  # code of a standard → its key
    problems: tuple[str, ...]  # sentences
    facts: Mapping[str, Any]  # the edition as JSON values, from which `packing.framework_from` makes it again


def engine_framework_of(row: FrameworkRow) -> EngineFramework:
    """The edition for the engine. A constant number of queries."""
    drafts, negative = drafts_of(row), negative_drafts_of(row)
    problems = [problem for draft in drafts for problem in _problems(draft)]
    problems += [
        said(_("负面清单“%(code)s”的处理看不懂，它成立时不起作用。"), code=entry.code)
        for entry in negative
        if read_sanction(entry.sanction) is None
    ]
    keys = dict(row.standards.values_list("code", "pk"))
    facts = _facts(row, drafts, negative, keys)
    return EngineFramework(framework_from(facts), keys, tuple(problems), facts)


def _facts(
    row: FrameworkRow, drafts: Sequence[StandardDraft], negative: Sequence[NegativeDraft], keys: Mapping[str, int]
) -> dict[str, Any]:
    """Everything that a sheet takes from the edition, as JSON values."""
    gate = row.gate
    return {
        "name": row.name,
        "edition": row.edition,
        "total": _text(row.total),
        "methods": [[name, str(weight)] for name, weight in row.method_weights.items()],
        "gate": [gate["name"], _text(gate.get("min")), str(gate["share"])] if gate else [],
        "negative": [[entry.code, entry.sanction, entry.domain, entry.text] for entry in negative],
        "cycle": [str(weight) for weight in row.cycle_weights],
        "standards": [_standard(draft) for draft in drafts],
        "keys": keys,
    }


def _standard(draft: StandardDraft) -> list[Any]:
    parts = [[part.method, str(part.share), part.rule, part.parameters] for part in draft.parts]
    return [draft.code, draft.item, draft.content, str(draft.marks), draft.text, parts]


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


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
