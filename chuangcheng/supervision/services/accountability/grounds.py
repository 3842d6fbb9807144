"""The table of grounds is changed from a day on, with a reason."""

from __future__ import annotations

from datetime import date

from chuangcheng.core.access import Actor
from chuangcheng.supervision.accountability_access import CHANGE_GROUNDS
from chuangcheng.supervision.accountability_policies import GROUNDS
from chuangcheng.supervision.accountability_rows import checked
from chuangcheng.supervision.services.tables import Rows, change_table


def change_grounds(*, actor: Actor, rows: Rows, valid_from: date, reason: str) -> None:
    """The table in force from a day on. Raises LinesRefused with a sentence for each row that is wrong."""
    change_table(
        actor=actor,
        permission=CHANGE_GROUNDS,
        setting=GROUNDS,
        check=checked,
        rows=rows,
        valid_from=valid_from,
        reason=reason,
    )
