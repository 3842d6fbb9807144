"""`bench`: the measurements of `benchmarks/` in the source folder, on data of their own."""

from __future__ import annotations

import argparse
import sys

from chuangcheng.config.commands.command import Command

NAMES = {"cases": "页面与流转", "scoring": "计分引擎"}


def _arguments(parser: argparse.ArgumentParser) -> None:
    words = "、".join(f"{code}（{label}）" for code, label in NAMES.items())
    parser.add_argument("name", choices=NAMES, metavar="项目", help=words)
    parser.add_argument("sizes", nargs="*", type=int, metavar="规模", help="问题或检查的条数，可写几个")


def _bench(chosen: argparse.Namespace) -> int:
    try:
        from benchmarks.__main__ import main
    except ModuleNotFoundError:
        sys.stderr.write("这个安装没有 benchmarks 目录，请在源码目录中运行。\n")
        return 1
    return main([chosen.name, *map(str, chosen.sizes)])


BENCH = Command("bench", "测量速度，不动现有数据", _arguments, _bench)
