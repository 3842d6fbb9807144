"""`chuangcheng score`: the sheet from a framework workbook and a facts workbook, without a database."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from chuangcheng.core.sheets import Unreadable, read_book
from chuangcheng.scoring.engine import published, score
from chuangcheng.scoring.printed import printed
from chuangcheng.scoring.workbooks import (
    FactsFile,
    FrameworkFile,
    facts_of_csv,
    framework_of_csv,
    read_facts,
    read_framework,
    write_json,
)

_TEXT_TABLES = (".csv", ".tsv", ".txt")
_DONE, _UNUSABLE = 0, 2


def score_files(framework: Path, facts: Path, json_out: Path | None) -> int:
    """The exit code: 0 when there is a sheet, also with unknown parts and problems; 2 when a file cannot be used.

    Prints the sheet to stdout and writes it as JSON to `json_out`; for an unusable file one sentence to stderr.
    """
    try:
        framework_file = _framework(framework)
        facts_file = _facts(facts, framework_file)
    except _Unusable as reason:
        return _refused(str(reason))
    sheet = score(framework_file.framework, facts_file.facts)
    sheet = replace(sheet, problems=(*framework_file.problems, *facts_file.problems, *sheet.problems))
    try:
        if json_out is not None:
            write_json(json_out, published(sheet))
    except OSError:
        return _refused(f"结果文件“{json_out}”写不进去，请检查文件夹是否存在、能否写入。")
    sys.stdout.write(printed(sheet, notes=(*framework_file.notes, *facts_file.notes)))
    return _DONE


class _Unusable(Exception):
    """One of the two files cannot be used; the message is one sentence that names it."""


def _framework(path: Path) -> FrameworkFile:
    try:
        book = read_book(path)
        return read_framework(framework_of_csv(book) if _is_text_table(path) else book)
    except Unreadable as reason:
        raise _Unusable(f"体系文件“{path.name}”不能使用：{reason}") from reason


def _facts(path: Path, framework: FrameworkFile) -> FactsFile:
    try:
        book = read_book(path)
        return read_facts(facts_of_csv(book) if _is_text_table(path) else book, framework)
    except Unreadable as reason:
        raise _Unusable(f"数据文件“{path.name}”不能使用：{reason}") from reason


def _is_text_table(path: Path) -> bool:
    return path.suffix.lower() in _TEXT_TABLES


def _refused(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return _UNUSABLE
