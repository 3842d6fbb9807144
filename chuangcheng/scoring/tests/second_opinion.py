"""The score computed a second time, straight from the text of the contract, over the raw rows of the workbooks.

Deliberately nothing of the engine is used, and nothing is clever: loops, dictionaries and fractions.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

RawRow = dict[str, str]


def second_opinion(framework: dict[str, Any], facts: dict[str, list[RawRow]]) -> dict[str, Any]:
    """Everything in the JSON except the problems."""
    standards = group_standards(framework["standards"])
    judged = {code: judge(code, rows, facts) for code, rows in standards.items()}
    methods: dict[str, list[Fraction]] = {}
    items: dict[str, list[Fraction]] = {}
    whole = [Fraction(0), Fraction(0), Fraction(0)]
    for code, (line, parts) in judged.items():
        add(items.setdefault(standards[code][0]["item"], [Fraction(0)] * 3), line)
        add(whole, line)
        for method, part in parts:
            add(methods.setdefault(method, [Fraction(0)] * 3), part)
    weights = framework["weights"]
    total, low, high = weighted_total(methods, weights) if weights else plain_total(whole)
    total, low, high, failed = through_gate((total, low, high), framework["gate"], facts["linked"])
    void, suspended, deduction = negative(framework["negative"], facts["vetoes"])
    total, low, high = (None if score is None else max(Fraction(0), score - deduction) for score in (total, low, high))
    named = list(weights) + [method for method in methods if method not in weights]
    return {
        "total": money(total),
        "low": money(low),
        "high": money(high),
        "void": void,
        "gate_failed": failed,
        "suspended": suspended,
        "methods": {method: bounded(line) for method, line in methods.items()},
        "missing_methods": [method for method in named if method not in methods or methods[method][2] == 0],
        "items": [{"name": name, **bounded(line)} for name, line in items.items()],
        "standards": [{"code": code, **plain(line)} for code, (line, _) in judged.items()],
        "unknown": [code for code, (_, parts) in judged.items() if any(part[2] is None for _, part in parts)],
    }


def group_standards(rows: list[RawRow]) -> dict[str, list[RawRow]]:
    grouped: dict[str, list[RawRow]] = {}
    for row in rows:
        grouped.setdefault(row["code"], []).append(row)
    return grouped


def judge(code: str, rows: list[RawRow], facts: dict[str, list[RawRow]]) -> tuple[list[Any], list[tuple[str, Any]]]:
    """Line of the standard and, for each part, its method and line; known_full is None where a part is unknown."""
    marks = Fraction(rows[0]["marks"])
    is_sound = sum(Fraction(row["share"]) for row in rows) == 1
    parts: list[tuple[str, Any]] = []
    for row in rows:
        full = marks * Fraction(row["share"])
        earned = earn(row, full, belonging(code, row["method"], facts)) if is_sound else None
        parts.append((row["method"], [full, Fraction(0), None] if earned is None else [full, earned, full]))
    line = [marks, Fraction(0), Fraction(0)]
    for _, part in parts:
        line[1] += part[1]
        line[2] += part[2] or 0
    return line, parts


def belonging(code: str, method: str, facts: dict[str, list[RawRow]]) -> dict[str, list[RawRow]]:
    return {
        kind: [row for row in rows if row.get("code") == code and row.get("method", "") in ("", method)]
        for kind, rows in facts.items()
    }


def earn(row: RawRow, full: Fraction, facts: dict[str, list[RawRow]]) -> Fraction | None:
    parameters = dict(pair.split("=") for pair in row["parameters"].split(";") if pair)
    match row["rule"]:
        case "grade":
            return full * Fraction(parameters[facts["grades"][-1]["letter"]]) if facts["grades"] else None
        case "threshold":
            return full * reach(facts["values"][-1]["number"], parameters) if facts["values"] else None
        case "proof":
            return full * materials(facts["proofs"][-1]) if usable_proof(facts["proofs"]) else None
    checks = [check for check in facts["checks"] if check["verdict"] in ("合格", "不合格")]
    return earn_by_checks(row["rule"], full, checks, parameters) if checks else None


def earn_by_checks(rule: str, full: Fraction, checks: list[RawRow], parameters: dict[str, str]) -> Fraction:
    passes = [check for check in checks if check["verdict"] == "合格"]
    if rule == "pass_rate":
        return full * len(passes) / len(checks)
    if rule == "all_or_nothing":
        return full if len(passes) == len(checks) else Fraction(0)
    if rule == "deduct":
        cap = Fraction(parameters["cap"]) if "cap" in parameters else full
        lost = Fraction(parameters["per"]) * sum(violations(check) for check in checks)
        return max(Fraction(0), full - min(cap, lost))
    assert rule == "site_rate"
    good = 0
    sites = {check["site"] for check in checks}
    for site in sites:
        own = [check["verdict"] == "合格" for check in checks if check["site"] == site]
        good += Fraction(sum(own), len(own)) >= Fraction(parameters["min_rate"])
    return full * good / len(sites)


def violations(check: RawRow) -> int:
    if check["violations"]:
        return int(check["violations"])
    return 1 if check["verdict"] == "不合格" else 0


def reach(written: str, parameters: dict[str, str]) -> Fraction:
    value, target = Fraction(written), Fraction(parameters["target"])
    if "floor" not in parameters:
        return Fraction(value >= target)
    floor = Fraction(parameters["floor"])
    is_met = value >= target if target >= floor else value <= target
    is_missed = value <= floor if target >= floor else value >= floor
    if is_met:
        return Fraction(1)
    if is_missed or parameters.get("linear") != "1":
        return Fraction(0)
    return abs(value - floor) / abs(target - floor)


def usable_proof(proofs: list[RawRow]) -> bool:
    return bool(proofs) and int(proofs[-1]["required"]) != 0


def materials(proof: RawRow) -> Fraction:
    return min(Fraction(1), Fraction(int(proof["accepted"]), int(proof["required"])))


def add(line: list[Fraction], other: list[Any]) -> None:
    for place in range(3):
        line[place] += other[place] or 0


def plain_total(whole: list[Fraction]) -> tuple[Any, Any, Any]:
    full, earned, known = whole
    if full == 0:
        return None, None, None
    return (100 * earned / known if known else None), 100 * earned / full, 100 * (earned + full - known) / full


def weighted_total(methods: dict[str, list[Fraction]], weights: dict[str, str]) -> tuple[Any, Any, Any]:
    sums = {"total": [Fraction(0), Fraction(0)], "low": [Fraction(0), Fraction(0)], "high": [Fraction(0), Fraction(0)]}
    for method, (full, earned, known) in methods.items():
        if method not in weights or full == 0:
            continue
        shares = {"low": earned / full, "high": (earned + full - known) / full}
        if known:
            shares["total"] = earned / known
        for name, share in shares.items():
            sums[name][0] += Fraction(weights[method]) * share
            sums[name][1] += Fraction(weights[method])
    total, low, high = (100 * won / weight if weight else None for won, weight in sums.values())
    return total, low, high


def through_gate(scores: tuple[Any, Any, Any], gate: RawRow | None, linked: list[RawRow]) -> tuple[Any, Any, Any, Any]:
    if gate is None:
        return (*scores, False)
    share = Fraction(gate["share"])
    known = [Fraction(row["score"]) for row in linked if row["name"] == gate["name"]]
    blended = []
    for score, worst in zip(scores, (None, 0, 100), strict=True):
        other = known[-1] if known else worst
        blended.append(score if score is None or other is None else (1 - share) * score + share * other)
    return (*blended, known[-1] < Fraction(gate["min"]) if known else None)


def negative(entries: list[RawRow], vetoes: list[RawRow]) -> tuple[bool, list[str], Fraction]:
    standing = []
    for entry in entries:
        states = [row["status"] for row in vetoes if row["code"] == entry["code"]]
        if states and states[-1] == "standing":
            standing.append(entry)
    sanctions = [entry["sanction"] for entry in standing]
    deduction = sum((Fraction(each.split(":")[1]) for each in sanctions if each.startswith("deduct")), Fraction(0))
    return "void" in sanctions, [e["code"] for e in standing if e["sanction"] == "suspend"], deduction


def bounded(line: list[Fraction]) -> dict[str, str | None]:
    full, earned, known = line
    return {**plain(line), "low": money(earned), "high": money(earned + full - known)}


def plain(line: list[Fraction]) -> dict[str, str | None]:
    full, earned, known = line
    rate = decimals(earned / known, 4) if known else None
    return {"full": money(full), "earned": money(earned), "known_full": money(known), "rate": rate}


def money(score: Fraction | None) -> str | None:
    return None if score is None else decimals(score, 2)


def decimals(number: Fraction, places: int) -> str:
    """Half-up, for numbers not below 0."""
    digits = str(int(number * 10**places + Fraction(1, 2))).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}"
