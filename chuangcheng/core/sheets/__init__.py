"""Other people's workbooks, read safely: xlsx, xls, ods, csv and tsv in the codings that offices use become plain rows.
`read_book` looks at the content and never at the name, refuses what is broken, locked, disguised or too big with one
sentence (`Unreadable`), and needs no Django, so that the command line can use it without a database."""

from __future__ import annotations

from chuangcheng.core.sheets.book import Book, Cell, Merge, Sheet, Unreadable
from chuangcheng.core.sheets.containers import extension_of
from chuangcheng.core.sheets.reading import read_book
from chuangcheng.core.sheets.text import cell_text, clean_text, column_letter

__all__ = [
    "Book",
    "Cell",
    "Merge",
    "Sheet",
    "Unreadable",
    "cell_text",
    "clean_text",
    "column_letter",
    "extension_of",
    "read_book",
]
