"""Random frameworks and facts, as the raw rows of the two workbooks."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from chuangcheng.scoring.tests.second_opinion import RawRow

METHODS = ("网上申报", "实地考察", "问卷调查")
CODES = ("1-1", "1-2", "2-1", "2-2", "3-1")
SOUND_SHARES = (("1",), ("1",), ("0.5", "0.5"), ("0.3", "0.7"), ("0.2", "0.3", "0.5"))
SHARES = (*SOUND_SHARES, ("0.6", "0.3"))
NUMBERS = ("0", "10", "33.3", "50", "79.99", "80", "85", "90", "100")
LETTERS = ("A", "B", "C")

rules = st.one_of(
    st.just(("pass_rate", "")),
    st.builds(lambda rate: ("site_rate", f"min_rate={rate}"), st.sampled_from(("0", "0.5", "0.8", "1"))),
    st.builds(
        lambda per, cap: ("deduct", f"per={per}{cap}"),
        st.sampled_from(("0", "0.1", "0.5", "2")),
        st.sampled_from(("", ";cap=0", ";cap=1.5", ";cap=3", ";cap=50")),
    ),
    st.just(("all_or_nothing", "")),
    st.just(("grade", "A=1;B=0.66;C=0")),
    st.builds(
        lambda target, floor: ("threshold", f"target={target}{floor}"),
        st.sampled_from(NUMBERS),
        st.sampled_from(("", *(f";floor={n}{linear}" for n in NUMBERS for linear in ("", ";linear=1", ";linear=0")))),
    ),
    st.just(("proof", "")),
)


@st.composite
def frameworks(draw: st.DrawFn, shares: tuple[tuple[str, ...], ...] = SHARES) -> dict[str, Any]:
    """Raw rows of the standards, and the settings as plain values."""
    standards: list[RawRow] = []
    for code in draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=5, unique=True)):
        marks = draw(st.sampled_from(("0", "0.7", "1", "2.5", "3.4", "6", "10")))
        item, content = draw(st.sampled_from(("甲", "乙"))), draw(st.sampled_from(("一", "二")))
        for share in draw(st.sampled_from(shares)):
            rule, parameters = draw(rules)
            row = {"code": code, "item": item, "content": content, "marks": marks, "share": share}
            standards.append({**row, "method": draw(st.sampled_from(METHODS)), "rule": rule, "parameters": parameters})
    weights = draw(st.dictionaries(st.sampled_from((*METHODS, "统计")), st.sampled_from(("15", "40", "85"))))
    gate = draw(st.none() | st.just({"name": "未成年人", "min": "85", "share": "0.2"}))
    sanctions = st.sampled_from(("void", "deduct:3", "deduct:0.5", "suspend"))
    negative = [{"code": code, "sanction": draw(sanctions)} for code in ("N1", "N2", "N3")]
    return {"standards": standards, "weights": weights, "gate": gate, "negative": negative}


@st.composite
def facts_about(draw: st.DrawFn, framework: dict[str, Any]) -> dict[str, list[RawRow]]:
    """Raw rows of the facts, each about a part of the framework."""
    parts = framework["standards"]
    about = st.sampled_from(
        [{"code": row["code"], "method": method} for row in parts for method in ("", row["method"])]
    )

    def rows(most: int, **columns: st.SearchStrategy[str]) -> list[RawRow]:
        cells = st.fixed_dictionaries(columns)
        return draw(st.lists(st.builds(lambda where, what: {**where, **what}, about, cells), max_size=most))

    counts = st.sampled_from(("0", "1", "2", "3", "5"))
    return {
        "checks": rows(
            25,
            site=st.sampled_from(("A", "B", "C", "D")),
            verdict=st.sampled_from(("合格", "合格", "不合格", "不适用")),
            violations=st.sampled_from(("", "", "0", "1", "2", "7")),
        ),
        "values": rows(6, number=st.sampled_from(NUMBERS)),
        "grades": rows(6, letter=st.sampled_from(LETTERS)),
        "proofs": rows(6, accepted=counts, required=counts),
        "linked": [{"name": "未成年人", "score": score} for score in draw(st.lists(st.sampled_from(NUMBERS)))],
        "vetoes": draw(
            st.lists(
                st.fixed_dictionaries(
                    {
                        "code": st.sampled_from(("N1", "N2", "N3")),
                        "status": st.sampled_from(("recorded", "unconfirmed", "standing", "appealed", "lifted")),
                    }
                ),
                max_size=5,
            )
        ),
    }


@st.composite
def cases(
    draw: st.DrawFn, shares: tuple[tuple[str, ...], ...] = SHARES
) -> tuple[dict[str, Any], dict[str, list[RawRow]]]:
    """A framework and facts about it."""
    framework = draw(frameworks(shares))
    return framework, draw(facts_about(framework))


def framework_sheets(framework: dict[str, Any]) -> dict[str, list[list[str]]]:
    """The framework as sheets of a workbook with English headers."""
    gate = framework["gate"]
    settings = [["method_weights", ";".join(f"{name}={weight}" for name, weight in framework["weights"].items())]]
    settings += [["gate", f"{gate['name']}:min={gate['min']};share={gate['share']}"]] if gate else []
    return {
        "framework": settings if framework["weights"] else settings[1:],
        "standards": table(framework["standards"]),
        "negative": table(framework["negative"]),
    }


def facts_sheets(facts: dict[str, list[RawRow]]) -> dict[str, list[list[str]]]:
    """The facts as sheets of a workbook with English headers."""
    return {"checks": [], **{name: table(rows) for name, rows in facts.items() if rows}}


def table(rows: list[RawRow]) -> list[list[str]]:
    header = list(rows[0])
    return [header, *([row[name] for name in header] for row in rows)]
