"""A sheet as bytes and back: its framework as it was and what its parts earned, so that a kept sheet never changes.

Two bodies: the framework, the same for every sheet of an edition, and the marks, the same for every day on which no
fact changed. Both are JSON, compressed; kept once under their digest.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from typing import Any

from chuangcheng.core.texts import Said, said
from chuangcheng.scoring.engine import (
    NO_BASIS,
    NO_FACTS,
    FactBook,
    Framework,
    Gate,
    Hit,
    HitStatus,
    NegativeEntry,
    Part,
    PartBasis,
    PartScore,
    ScoreSheet,
    Standard,
    assembled,
    read_rule,
    read_sanction,
    scored_standard,
)

VERSION = 1


def packed(facts: Mapping[str, Any]) -> bytes:
    """JSON values as bytes, the same values always the same bytes."""
    return zlib.compress(json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(), 6)


def unpacked(content: bytes) -> dict[str, Any]:
    """The JSON values again."""
    found: dict[str, Any] = json.loads(zlib.decompress(content))
    return found


def digest_of(content: bytes) -> str:
    """The key under which a body is kept."""
    return sha256(content).hexdigest()


def framework_from(facts: Mapping[str, Any]) -> Framework:
    """The engine's framework from its body."""
    gate = facts["gate"]
    return Framework(
        standards=tuple(_standard(each) for each in facts["standards"]),
        name=facts["name"],
        edition=facts["edition"],
        declared_total=None if facts["total"] is None else Decimal(facts["total"]),
        method_weights={name: Decimal(weight) for name, weight in facts["methods"]},
        gate=Gate(gate[0], None if gate[1] is None else Decimal(gate[1]), Decimal(gate[2])) if gate else None,
        negative=tuple(
            NegativeEntry(code, read_sanction(sanction), domain, text)
            for code, sanction, domain, text in facts["negative"]
        ),
        cycle_weights=tuple(Decimal(weight) for weight in facts["cycle"]),
    )


def marks_of(sheet: ScoreSheet, bases: Mapping[str, Sequence[PartBasis]], facts: FactBook) -> dict[str, Any]:
    """What the parts earned and rest on, with hits, linked scores and problems."""
    return {
        "version": VERSION,
        "parts": {
            code: [
                [_fraction(part.earned), *_basis(basis)] for part, basis in zip(each.parts, bases[code], strict=True)
            ]
            for code, each in sheet.standards.items()
            if any(part.earned is not None for part in each.parts)
        },
        **verdicts_of(facts.hits, facts.linked),
        "problems": [_kept_sentence(sentence) for sentence in sheet.problems],
    }


def verdicts_of(hits: Iterable[Hit], linked: Mapping[str, Decimal]) -> dict[str, Any]:
    """The part of the marks that rests on no check: hits on the negative list and scores of the linked framework."""
    return {
        "hits": [[hit.code, hit.status.value] for hit in hits],
        "linked": {name: str(score) for name, score in linked.items()},
    }


def sheet_from(framework: Framework, marks: Mapping[str, Any]) -> tuple[ScoreSheet, dict[str, tuple[PartBasis, ...]]]:
    """The sheet again, and what its parts rest on."""
    bases = {each.code: _bases(marks["parts"].get(each.code), each) for each in framework.standards}
    standards = {
        each.code: scored_standard(each, _parts(marks["parts"].get(each.code), each)) for each in framework.standards
    }
    facts = FactBook(
        {},
        hits=[Hit(code, HitStatus(status)) for code, status in marks["hits"]],
        linked={name: Decimal(score) for name, score in marks["linked"].items()},
    )
    problems = tuple(_sentence(kept) for kept in marks["problems"])
    return assembled(framework, standards, facts, problems=problems), bases


def _standard(kept: Sequence[Any]) -> Standard:
    code, item, content, marks, name, parts = kept
    found = (
        Part(method, Decimal(share), read_rule(rule, parameters).rule) for method, share, rule, parameters in parts
    )
    return Standard(code, item, content, Decimal(marks), tuple(found), name)


def _parts(kept: Sequence[Sequence[Any]] | None, standard: Standard) -> tuple[PartScore, ...]:
    earned = [None if kept is None else _number(kept[place][0]) for place in range(len(standard.parts))]
    return tuple(
        PartScore(part, full, mark, NO_FACTS)
        for part, full, mark in zip(standard.parts, standard.full_of_parts, earned, strict=True)
    )


def _bases(kept: Sequence[Sequence[Any]] | None, standard: Standard) -> tuple[PartBasis, ...]:
    if kept is None:
        return (NO_BASIS,) * len(standard.parts)
    return tuple(_part_basis(*part[1:]) for part in kept)


def _part_basis(*kept: Any) -> PartBasis:
    passed, failed, violations, sites, good, bad, value, letter, accepted, required = kept
    number = None if value is None else Decimal(value)
    return PartBasis(passed, failed, violations, sites, good, bad, number, letter, accepted, required)


def _basis(basis: PartBasis) -> list[Any]:
    counts = [basis.passed, basis.failed, basis.violations, basis.sites, basis.good_sites, basis.bad_sites]
    value = None if basis.value is None else str(basis.value)
    return [*counts, value, basis.letter, basis.accepted, basis.required]


def _fraction(number: Fraction | None) -> str | None:
    return None if number is None else str(number)


def _number(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def _kept_sentence(sentence: str) -> Any:
    if not isinstance(sentence, Said):
        return str(sentence)
    facts = {
        name: _kept_sentence(fact) if isinstance(fact, str) else str(fact) for name, fact in sentence.facts.items()
    }
    return {"pattern": sentence.pattern, "facts": facts}


def _sentence(kept: Any) -> str:
    if isinstance(kept, str):
        return kept
    return said(kept["pattern"], **{name: _sentence(fact) for name, fact in kept["facts"].items()})
