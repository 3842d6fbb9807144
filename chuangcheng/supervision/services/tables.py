"""A setting that is a table is changed from a day on, with a reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from chuangcheng.core.access import Actor, require
from chuangcheng.core.dated_settings import DatedSetting, change_setting
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.lines import refuse_lines
from chuangcheng.supervision.table_rows import UnusableTable

Rows = Sequence[dict[str, Any]]


@transaction.atomic
def change_table(
    *,
    actor: Actor,
    permission: str,
    setting: DatedSetting[Any],
    check: Callable[[Any], Any],
    rows: Rows,
    valid_from: date,
    reason: str,
) -> None:
    """The table in force from a day on. Raises LinesRefused with a sentence for each row that is wrong.

    check: gives the rows as they are kept; raises UnusableTable.
    """
    require(actor, permission)
    try:
        kept = check(list(rows))
    except UnusableTable as unusable:
        if 0 in unusable.problems:
            raise InvalidInput(f"{unusable.problems[0]}。") from unusable
        refuse_lines({row: f"{words}。" for row, words in unusable.problems.items()}, of=max(len(rows), 2))
        raise
    change_setting(actor=actor, key=setting.key, value=kept, valid_from=valid_from, reason=reason)
