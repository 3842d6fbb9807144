from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from chuangcheng.core.imports.archives import Photos
    from chuangcheng.core.imports.rows import Row

T = TypeVar("T")
ROWS_BETWEEN_WORDS = 200  # a second of work at most; our choice


@dataclass(frozen=True)
class Problem:
    """Why a row, or one cell of it, was not taken as it stands."""

    sheet: str
    row: int  # 1-based, as the spreadsheet shows it; 0: the sheet as a whole
    column: str  # header word; "": the row as a whole
    reason: str
    rejects: bool = True  # False: the row went in, this is worth knowing

    def __str__(self) -> str:
        place = f"第 {self.row} 行" if self.row else ""
        column = f"“{self.column}”" if self.column else ""
        return f"{self.sheet}{place}{column}：{self.reason}"


@dataclass
class Report:
    """What became of a file. Counts are rows of the file."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    unplaced_columns: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped_sheets: list[str] = field(default_factory=list)  # no header of this kind was found there
    hidden_sheets: list[str] = field(default_factory=list)  # hidden in the workbook, and so not read
    rejected_by_sheet: int = 0  # rows left out with their whole sheet, beyond the one that its problem stands for
    photos: int = 0  # put to their rows
    archives: Sequence[Photos] = field(default=(), compare=False, repr=False)  # that come with the file
    target: str = ""  # what the rows go into, as the kind found it
    is_dry: bool = False  # nothing is kept
    file_name: str = ""  # as the person's machine calls it; "" where nobody said
    watch: Callable[[int, int], None] | None = field(default=None, compare=False, repr=False)

    def progress(self, done: int, total: int) -> None:
        """For a long `apply` to call between batches: tells whoever waits, and ends it here when they stopped it."""
        if self.watch:
            self.watch(done, total)

    def watched(self, items: Sequence[T]) -> Iterator[T]:
        """The items, with a word on progress every now and then: what a loop of `apply` goes through."""
        for done, item in enumerate(items):
            if done % ROWS_BETWEEN_WORDS == 0:
                self.progress(done, len(items))
            yield item

    def pass_over_sheets(self, *, hidden: Sequence[str], unlike: Sequence[str]) -> None:
        """Lists the sheets that were not read: hidden ones, and those without a header of this kind."""
        self.hidden_sheets += hidden
        self.skipped_sheets += unlike
        sentences = (
            (hidden, _("工作表隐藏着，没有读取，要导入请取消隐藏。")),
            (unlike, _("没有找到这类表的表头，没有读取这张工作表。")),
        )
        self.problems += [
            Problem(name, 0, "", sentence, rejects=False) for names, sentence in sentences for name in names
        ]

    def reject(self, row: Row, key: str, reason: str) -> None:
        """Lists the row as left out, because of the cell in column `key` ("": the row as a whole)."""
        self.problems.append(Problem(row.sheet, row.number, row.header(key), reason))

    def note(self, row: Row, key: str, reason: str) -> None:
        """Lists something worth knowing about a row that goes in."""
        self.problems.append(Problem(row.sheet, row.number, row.header(key), reason, rejects=False))

    def note_file(self, name: str, reason: str) -> None:
        """Lists something worth knowing about a file or sheet as a whole."""
        self.problems.append(Problem(name, 0, "", reason, rejects=False))

    def reject_sheet(self, name: str, reason: str, *, rows: int) -> None:
        """Lists that all rows of a sheet were left out for one reason."""
        self.problems.append(Problem(name, 0, "", reason))
        self.rejected_by_sheet += rows - 1

    def note_under(self, row: Row, word: str, reason: str) -> None:
        """The same for a column that the kind does not know, by its header word."""
        self.problems.append(Problem(row.sheet, row.number, word, reason, rejects=False))

    @property
    def rejections(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.rejects]

    @property
    def rejected(self) -> int:
        """How many rows were left out."""
        return len({(problem.sheet, problem.row) for problem in self.rejections}) + self.rejected_by_sheet

    def sort(self, sheets: Sequence[str]) -> None:
        """Puts the problems in the order of the file: its sheets, hidden ones last, then rows."""
        places = {sheet: place for place, sheet in enumerate(sheets)}
        self.problems.sort(key=lambda problem: (places.get(problem.sheet, len(places)), problem.row))

    def withdraw(self) -> None:
        """Nothing went in after all."""
        self.created = self.updated = self.unchanged = 0

    def to_json(self) -> dict[str, Any]:
        """The report as the command line and the API give it, in the file's order."""
        return {
            "read": self.read,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "unplaced_columns": self.unplaced_columns,
            **({"photos": self.photos} if self.archives else {}),
            "problems": [
                {"sheet": problem.sheet, "row": problem.row, "column": problem.column, "reason": problem.reason}
                for problem in self.problems
            ],
        }

    def to_text(self) -> str:
        """The report as a person reads it, one finding a line."""
        lines = [f"读取 {self.read} 行：新增 {self.created}，更新 {self.updated}，未变 {self.unchanged}。"]
        if self.archives:
            lines.append(f"照片 {self.photos} 张。")
        if self.unplaced_columns:
            lines.append(f"未识别的列：{'、'.join(self.unplaced_columns)}。")
        if self.skipped_sheets:
            lines.append(f"没有找到表头、未读取的工作表：{'、'.join(self.skipped_sheets)}。")
        if self.hidden_sheets:
            lines.append(f"隐藏着、未读取的工作表：{'、'.join(self.hidden_sheets)}。")
        if self.problems:
            lines.append(f"有 {len(self.problems)} 处需要留意，其中 {len(self.rejections)} 处未导入：")
        return "\n".join([*lines, *(f"  {problem}" for problem in self.problems)])
