"""Commands that bring data in or compute from files."""

from __future__ import annotations

import argparse
from pathlib import Path

from chuangcheng.config.commands.command import Command, no_arguments, start_django
from chuangcheng.config.preparing import prepare_database


def _import_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", metavar="种类", help="framework、units、people、sites 等")
    parser.add_argument("file", type=Path, metavar="文件", help="xlsx、xls、ods 或 csv")
    parser.add_argument("--photos", type=Path, default=None, metavar="ZIP", help="问题台账的照片，按序号、编号命名")
    parser.add_argument("--round", default="", metavar="编号", help="问题台账归入这个未发布的检查轮次，发布前不公开")
    parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
    parser.add_argument("--strict", action="store_true", help="有一行有误就全部不写入")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出结果")


def _import(chosen: argparse.Namespace) -> int:
    start_django()
    prepare_database()
    from chuangcheng.core.imports.commands import import_file

    return import_file(
        kind=chosen.kind,
        path=chosen.file,
        dry_run=chosen.dry_run,
        strict=chosen.strict,
        as_json=chosen.json,
        photos=chosen.photos,
        target=chosen.round,
    )


def _score_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("framework", type=Path, metavar="体系", help="体系工作簿")
    parser.add_argument("facts", type=Path, metavar="事实", help="事实工作簿")
    parser.add_argument("--json", type=Path, default=None, metavar="文件", help="把结果写成 JSON 文件")


def _score(chosen: argparse.Namespace) -> int:
    from chuangcheng.scoring.commands import score_files

    return score_files(framework=chosen.framework, facts=chosen.facts, json_out=chosen.json)


def _demo(chosen: argparse.Namespace) -> int:  # noqa: ARG001 - every command takes the parsed arguments
    start_django()
    prepare_database()
    from chuangcheng.demo.services import load_demo, log_ins

    load_demo()
    for line in log_ins():
        print(line)  # noqa: T201 - this is the command's output
    return 0


IMPORT = Command("import", "导入工作簿", _import_arguments, _import)
SCORE = Command("score", "不用数据库，按文件计算得分", _score_arguments, _score)
DEMO = Command("demo", "装入示例区云澜区（虚构）", no_arguments, _demo)
