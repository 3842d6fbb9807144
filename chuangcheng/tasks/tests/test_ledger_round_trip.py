"""Out, edited, in: whatever is written into the cells arrives, and nothing else changes."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import given as drawn
from hypothesis import strategies as st

from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast
from chuangcheng.tasks.ledger import EDITED
from chuangcheng.tasks.models import Task, TaskEvent
from chuangcheng.tasks.policies import TAGS
from chuangcheng.tasks.tags import written_tags
from chuangcheng.tasks.testing import begun_task, make_task
from chuangcheng.tasks.tests.ledger_kit import brought_in, column_of, exported, row_of


def composed(text: str) -> str:
    """The text as it is kept: one letter for each sign."""
    return unicodedata.normalize("NFC", text)


FACTS = [
    name for name in EDITED if name not in ("person_id", "unit_id")
]  # names of people and units: test_handing_over
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20).map(composed)
AMOUNTS = st.decimals(0, 10**6, places=2)
CELLS: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(("title", "target", "measure"), WORDS),
    **dict.fromkeys(("work_standard", "measures", "proof"), WORDS | st.just("")),
    "tags": st.sets(st.sampled_from(TAGS.default), max_size=4).map(written_tags),
    "now_amount": AMOUNTS,
    "target_amount": AMOUNTS,
    "starts_on": st.dates(date(2020, 1, 1), today()) | st.none(),
    "due_on": st.dates(today() + timedelta(days=1), date(2099, 12, 31)),
    "days": st.integers(0, 2000) | st.none(),
    "is_standing": st.booleans(),
}
EDITS = st.dictionaries(
    st.integers(0, 2), st.fixed_dictionaries({}, optional=CELLS).filter(bool), min_size=0, max_size=3
)


def in_a_cell(value: Any) -> Any:
    """As somebody types it: numbers as numbers, truths as words, and a text never as a formula."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return float(value) if isinstance(value, Decimal) else value or None if isinstance(value, str) else value


def facts() -> dict[str, dict[str, Any]]:
    """What every task asks for, by number."""
    return {row["number"]: row for row in Task.objects.values("number", "state", "done_amount", *FACTS)}


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@drawn(edits=EDITS)
def test_edits_arrive_and_nothing_else_changes(edits: dict[int, dict[str, Any]], cast: Cast) -> None:
    tasks = list(Task.objects.order_by("pk")) or [begun_task(cast), make_task(cast, title="甲"), make_task(cast)]
    before, book = facts(), exported(cast)
    sheet, wanted = book.active, {number: dict(row) for number, row in before.items()}
    for place, cells in edits.items():
        number = tasks[place].number
        for name, value in cells.items():
            cell = sheet.cell(row_of(sheet, number), column_of(sheet, str(EDITED[name].label)))
            cell.value = in_a_cell(value)
            if isinstance(value, str):
                cell.data_type = "s"
        wanted[number] |= cells
    report = brought_in(book, cast)
    assert not report.problems
    assert facts() == wanted
    assert report.updated == sum(wanted[number] != row for number, row in before.items())
    assert report.updated + report.unchanged == len(tasks)
    again = brought_in(exported(cast), cast)
    assert (again.updated, again.problems) == (0, [])
    assert TaskEvent.objects.filter(move="create").count() == len(tasks)
