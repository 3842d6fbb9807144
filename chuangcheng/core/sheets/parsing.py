"""The caller of the parser process: starts it, turns its answer into a Book and its end into a sentence."""

from __future__ import annotations

import logging
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from chuangcheng.core.parser_runs import ParserFailed, ParserStopped, run_parser
from chuangcheng.core.sheets import limits
from chuangcheng.core.sheets.book import Book, Sheet, Unreadable
from chuangcheng.core.sheets.containers import BROKEN, LOCKED
from chuangcheng.core.sheets.text import Cleaner, clean_text
from chuangcheng.core.texts import mark
from chuangcheng.core.texts import translated as _

logger = logging.getLogger(__name__)

_PROCESS = Path(__file__).with_name("parser_process.py")
_LIMITS = {name: value for name, value in vars(limits).items() if name.isupper()}
_TOO_MUCH = mark("表格内容过多，不能一次读取，请分成几个文件上传。")
_REFUSALS = {
    "password": LOCKED,
    "broken": BROKEN,
    "sheets": mark("工作表超过 %(sheets)s 个，请分成几个文件上传。"),
    "rows": mark("工作表“%(sheet)s”超过 %(rows)s 行，请删去表尾多余内容或分成几个文件上传。"),
    "columns": mark("工作表“%(sheet)s”超过 %(columns)s 列，请删去右侧多余内容后再上传。"),
    "cells": _TOO_MUCH,
    "merges": mark("工作表“%(sheet)s”的合并单元格过多，请取消合并后再上传。"),
}


def parse_workbook(data: bytes) -> Book:
    """The visible sheets of an xlsx, xls or ods workbook. Raises Unreadable."""
    try:
        answer = run_parser(
            _PROCESS, limits=_LIMITS, source=data, wall_seconds=limits.PARSER_WALL_SECONDS, object_hook=_object
        )
    except ParserStopped as error:
        raise Unreadable(_(_TOO_MUCH)) from error
    except ParserFailed as error:
        raise Unreadable(_(BROKEN)) from error
    return _book(answer)


def _book(answer: dict[str, Any]) -> Book:
    if "refused" in answer:
        logger.info("Workbook refused: %s %s", answer["refused"], answer.get("detail", ""))
        details = {
            "sheet": clean_text(answer.get("sheet", "")),
            "sheets": limits.MAX_SHEETS,
            "rows": limits.MAX_ROWS,
            "columns": limits.MAX_COLUMNS,
        }
        sentence = _REFUSALS[answer["refused"]]
        raise Unreadable(_(sentence) % details)
    return Book([_sheet(sheet) for sheet in answer["sheets"]], [clean_text(name) for name in answer["hidden"]])


def _sheet(raw: dict[str, Any]) -> Sheet:
    cleaner = Cleaner()
    rows = [cleaner.row(row) for row in raw["rows"]]
    return Sheet(
        clean_text(raw["name"]), rows, [((top, left), (low, right)) for (top, left), (low, right) in raw["merged"]]
    )


def _object(raw: dict[str, Any]) -> Any:
    if "datetime" in raw:
        return datetime.fromisoformat(raw["datetime"])
    if "date" in raw:
        return date.fromisoformat(raw["date"])
    if "time" in raw:
        return time.fromisoformat(raw["time"])
    return raw
