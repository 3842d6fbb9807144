"""The table of grounds is changed from a day on, with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from chuangcheng.core.access import Actor, require
from chuangcheng.core.dated_settings import change_setting
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.lines import refuse_lines
from chuangcheng.supervision.accountability_access import CHANGE_GROUNDS
from chuangcheng.supervision.accountability_policies import GROUNDS
from chuangcheng.supervision.accountability_rows import UnusableGrounds, checked


@transaction.atomic
def change_grounds(*, actor: Actor, rows: Sequence[dict[str, Any]], valid_from: date, reason: str) -> None:
    """The table in force from a day on. Raises LinesRefused with a sentence for each row that is wrong."""
    require(actor, CHANGE_GROUNDS)
    try:
        kept = checked(list(rows))
    except UnusableGrounds as unusable:
        if 0 in unusable.problems:
            raise InvalidInput(f"{unusable.problems[0]}。") from unusable
        refuse_lines({row: f"{words}。" for row, words in unusable.problems.items()}, of=max(len(rows), 2))
        raise
    change_setting(actor=actor, key=GROUNDS.key, value=kept, valid_from=valid_from, reason=reason)
