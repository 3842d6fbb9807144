from __future__ import annotations

_SHOWN_ROWS = 5
_SHOWN_REMARKS = 1000  # our choice: a reader has given up long before, and a hostile file must not fill the memory


class Remarks:
    """Sentences about rows of sheets; the same sentence about many rows is said once, with the rows."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], list[int]] = {}
        self._unlisted = 0

    def add(self, sheet: str, row: int, reason: str) -> None:
        """A remark about a row (1 is the first of the sheet); `reason` is a clause without a full stop."""
        key = (sheet, reason)
        if key not in self._rows and len(self._rows) >= _SHOWN_REMARKS:
            self._unlisted += 1
            return
        self._rows.setdefault(key, []).append(row)

    def sentences(self) -> list[str]:
        """One sentence for each remark, in the order in which they came up."""
        listed = [f"“{sheet}”表第{_named(rows)}行：{reason}。" for (sheet, reason), rows in self._rows.items()]
        return [*listed, f"另有{self._unlisted}处问题没有列出。"] if self._unlisted else listed


def _named(rows: list[int]) -> str:
    shown = "、".join(str(row) for row in rows[:_SHOWN_ROWS])
    return f"{shown}等{len(rows)}" if len(rows) > _SHOWN_ROWS else shown
