"""Where two sheets of one edition differ: only by what both know."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.command.comparison import compare
from chuangcheng.scoring.engine import (
    FactBook,
    Facts,
    Framework,
    Part,
    Proof,
    Standard,
    Tally,
    read_rule,
    score,
)

FIELD, PAPER = "实地考察", "网上申报"
RATE, PROOF = read_rule("pass_rate", "").rule, read_rule("proof", "").rule
CODES = ["1.1", "1.2", "2.1"]
FRAMEWORK = Framework(
    tuple(
        Standard(
            code=code,
            item=f"项目{code[0]}",
            content="内容",
            marks=Decimal(5),
            parts=(Part(FIELD, Decimal("0.6"), RATE), Part(PAPER, Decimal("0.4"), PROOF)),
            name=f"标准{code}",
        )
        for code in CODES
    )
)
COUNTS = st.tuples(st.integers(0, 6), st.integers(0, 6))
BOOKS = st.fixed_dictionaries({code: st.tuples(COUNTS, st.none() | st.integers(0, 4)) for code in CODES})
Book = dict[str, tuple[tuple[int, int], int | None]]


def sheet(book: Book) -> object:
    facts = {
        code: Facts(
            [Tally("甲", passed, failed, failed)] if passed or failed else [],
            [],
            [],
            [] if accepted is None else [Proof(accepted, 4)],
        )
        for code, ((passed, failed), accepted) in book.items()
    }
    return score(FRAMEWORK, FactBook(standards=facts, linked={}))


@given(left=BOOKS, right=BOOKS)
def test_every_list_adds_to_the_whole_and_swapping_the_sheets_swaps_the_sign(left: Book, right: Book) -> None:
    mock, own = sheet(left), sheet(right)
    found = compare(mock=mock, own=own)  # type: ignore[arg-type] # sheets
    back = compare(mock=own, own=mock)  # type: ignore[arg-type]
    for rows in (found.methods, found.items, found.standards):
        assert sum((row.flattery for row in rows), Fraction(0)) == found.whole.flattery
        assert sum((row.full for row in rows), Fraction(0)) == found.whole.full
        assert list(rows) == sorted(rows, key=lambda row: (-row.flattery, row.name))
        assert all(0 <= row.own <= row.full and 0 <= row.mock <= row.full for row in rows)
    assert back.whole.flattery == -found.whole.flattery


@given(book=BOOKS)
def test_a_sheet_beside_itself_flatters_nobody(book: Book) -> None:
    found = compare(mock=sheet(book), own=sheet(book))  # type: ignore[arg-type] # sheets
    assert found.whole.flattery == 0
    assert not any(row.is_known_to_us for row in found.unknown)


@given(left=BOOKS, right=BOOKS)
def test_every_part_is_compared_or_named_as_unknown_or_only_the_mock_knows_it(left: Book, right: Book) -> None:
    found = compare(mock=sheet(left), own=sheet(right))  # type: ignore[arg-type] # sheets
    only_mock = sum(
        (
            Fraction(part)
            for code in CODES
            for part, seen, known in (
                (Fraction(3), any(left[code][0]), any(right[code][0])),
                (Fraction(2), left[code][1] is not None, right[code][1] is not None),
            )
            if seen and not known
        ),
        Fraction(0),
    )
    unseen = sum((row.full for row in found.unknown), Fraction(0))
    assert found.whole.full + unseen + only_mock == 15
