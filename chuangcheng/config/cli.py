"""The command `chuangcheng`: what an operator or analyst wants without a browser."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

Run = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; a wrong call explains itself with code 2."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chuangcheng.config.settings")
    run: Run = chosen.run
    try:
        return run(chosen)
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    from chuangcheng.config.commands import COMMANDS

    parser = argparse.ArgumentParser(prog="chuangcheng", description="创城：文明城市创建工作系统。")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        sub = commands.add_parser(command.name, help=command.help, description=command.help)
        command.arguments(sub)
        sub.set_defaults(run=command.run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
