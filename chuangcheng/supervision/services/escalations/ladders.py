"""The ladder is changed from a day on, with a reason."""

from __future__ import annotations

from datetime import date

from chuangcheng.core.access import Actor
from chuangcheng.supervision.escalation_access import CHANGE_LADDER
from chuangcheng.supervision.escalation_policies import LADDER
from chuangcheng.supervision.ladder_rows import checked
from chuangcheng.supervision.services.tables import Rows, change_table


def change_ladder(*, actor: Actor, rows: Rows, valid_from: date, reason: str) -> None:
    """The table in force from a day on. Raises LinesRefused with a sentence for each row that is wrong."""
    change_table(
        actor=actor,
        permission=CHANGE_LADDER,
        setting=LADDER,
        check=checked,
        rows=rows,
        valid_from=valid_from,
        reason=reason,
    )
