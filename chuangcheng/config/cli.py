"""The command `chuangcheng`: what an operator or analyst wants without a browser."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from chuangcheng.config.parser import Parser
from chuangcheng.config.refusing import reason_of

Run = Callable[[argparse.Namespace], int]

REFUSED, INTERRUPTED = 1, 130  # exit codes


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; a wrong call explains itself with code 2."""
    chosen = _parser().parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chuangcheng.config.settings")
    run: Run = chosen.run
    try:
        return run(chosen)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever read our output has gone, such as `head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except Exception as error:
        sentence = _sentence_for(error)
        if not sentence:
            raise
        sys.stderr.write(f"{sentence}\n")
        return REFUSED


def _sentence_for(error: Exception) -> str:
    """What an operator can do about it; "" for a fault of ours, which keeps its traceback."""
    from django.db import DatabaseError, InterfaceError, NotSupportedError, OperationalError

    from chuangcheng.core.errors import Refusal

    if isinstance(error, Refusal):
        return str(error)
    if isinstance(error, OSError):
        where = f" {error.filename}" if error.filename else ""
        return f"文件{where} 无法读写（{reason_of(error)}），请检查后重试。"
    # The bare DatabaseError is what SQLite says of a damaged file; its other kinds are faults of ours.
    if type(error) is DatabaseError or isinstance(error, OperationalError | InterfaceError | NotSupportedError):
        reason = " ".join(str(error).split())[:200]
        return f"数据库无法使用（{reason}），请检查数据库服务、磁盘和 CHUANGCHENG_DATABASE_URL 后重试。"
    return ""


def _parser() -> Parser:
    from chuangcheng.config.commands import COMMANDS

    parser = Parser(prog="chuangcheng", description="创城：文明城市创建工作系统。")
    commands = parser.add_subparsers(metavar="命令", required=True)
    for command in COMMANDS:
        sub = commands.add_parser(command.name, help=command.help, description=f"{command.help}。")
        command.arguments(sub)
        sub.set_defaults(run=command.run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
