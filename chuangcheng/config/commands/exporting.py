"""`export`: the workbooks that the screens offer, written by the system; bringing one in again changes nothing."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, BinaryIO, cast

from chuangcheng.config.commands.command import Command, start_django

KINDS = {"framework": "测评体系", "sites": "点位", "cases": "问题"}


def _arguments(parser: argparse.ArgumentParser) -> None:
    words = "、".join(f"{code}（{label}）" for code, label in KINDS.items())
    parser.add_argument("kind", choices=KINDS, metavar="种类", help=words)
    parser.add_argument("file", type=Path, metavar="文件", help="写到哪里（.xlsx），不覆盖已有文件")
    parser.add_argument("--framework", default="", metavar="名称", help="有几套体系时写哪一套，默认现行的第一套")


def _export(chosen: argparse.Namespace) -> int:
    start_django()
    from chuangcheng.core.errors import Refusal
    from chuangcheng.core.operations.writing import appearing

    writers: dict[str, Callable[[IO[bytes], str], int]] = {
        "framework": _write_framework,
        "sites": _write_sites,
        "cases": _write_cases,
    }
    if chosen.file.exists():
        raise Refusal(f"{chosen.file} 已存在，请换一个文件名。")
    with appearing(chosen.file) as stream:
        count = writers[chosen.kind](stream, chosen.framework)
    sys.stdout.write(f"已写出 {count} 行{KINDS[chosen.kind]}：{chosen.file}。\n")
    return 0


def _write_framework(stream: IO[bytes], name: str) -> int:
    from chuangcheng.core.access import SYSTEM
    from chuangcheng.core.errors import NotFound
    from chuangcheng.standards.queries import framework_in_force, framework_list
    from chuangcheng.standards.workbook import framework_workbook

    found = framework_list(actor=SYSTEM).filter(name=name).first() if name else framework_in_force(actor=SYSTEM)
    if found is None:
        raise NotFound(f"没有名为“{name}”的测评体系。" if name else "还没有现行的测评体系，请用 --framework 指定。")
    stream.write(framework_workbook(actor=SYSTEM, framework=found))
    return found.standards.count()


def _write_sites(stream: IO[bytes], _name: str) -> int:
    from chuangcheng.core.access import SYSTEM
    from chuangcheng.core.times import today
    from chuangcheng.sites.queries import SiteFilter, sites_for
    from chuangcheng.sites.workbook import site_workbook

    stream.write(site_workbook(actor=SYSTEM, chosen=SiteFilter(), today=today()))
    return sites_for(SYSTEM, SiteFilter(), today=today()).count()


def _write_cases(stream: IO[bytes], _name: str) -> int:
    from chuangcheng.cases.papers import write_case_table
    from chuangcheng.cases.queries import CaseFilter, CaseLists
    from chuangcheng.core import audit
    from chuangcheng.core.access import SYSTEM
    from chuangcheng.core.times import now

    count = write_case_table(target=cast("BinaryIO", stream), cases=CaseLists(SYSTEM, now()).every(CaseFilter()))
    audit.record(actor=SYSTEM, action="cases.export", detail={"rows": count})
    return count


EXPORT = Command("export", "导出工作簿", _arguments, _export)
