"""`run`: server and worker under one roof for a single machine. `worker`: one more worker, on any machine."""

from __future__ import annotations

import argparse
import sys
from urllib.parse import urlsplit

from chuangcheng.config.commands.command import Command, no_arguments, start_django
from chuangcheng.config.environment import Environment, environment
from chuangcheng.config.preparing import (
    alone,
    collect_assets,
    demo_lines,
    only_one,
    prepare_database,
    trouble_with_port,
)
from chuangcheng.config.running import ROLES, Told, children, wait_until_answering, wait_until_ended

EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what an operator may write, and how to look at it here


def _run_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-demo", action="store_true", help="第一次启动时不装入示例区")


def _run(chosen: argparse.Namespace) -> int:
    env = environment()
    start_django()
    with only_one(env.data, shared=bool(env.database_url)):
        if trouble := trouble_with_port(env.host, env.port):
            sys.stderr.write(f"{trouble}\n")
            return 1
        with alone(env.data):
            prepare_database()
            collect_assets()
            lines = demo_lines(may_load=not chosen.no_demo)
        _close_connections()
        try:
            return _serve(env, lines)
        except Told:
            return 0


def _serve(env: Environment, lines: list[str]) -> int:
    address = _address(env)
    with children() as found:
        if ended := wait_until_answering(found, urlsplit(address)):
            sys.stderr.write(f"{ROLES[ended]}没有启动成功，请查看上面的日志后重新启动。\n")
            return 1
        others = "（其他电脑请用这台机器的地址）" if env.host in EVERYWHERE else ""
        sys.stdout.write("\n".join([f"创城已启动：{address}{others}", *lines, "按 Ctrl+C 停止。", ""]))
        sys.stdout.flush()
        ended = wait_until_ended(found)
    sys.stderr.write(f"{ROLES[ended]}意外停止，请查看上面的日志后重新启动。\n")
    return 1


def _address(env: Environment) -> str:
    scheme, here = "https" if env.tls_cert else "http", EVERYWHERE.get(env.host, env.host)
    host = f"[{here}]" if ":" in here else here
    return f"{scheme}://{host}:{env.port}/"


def _close_connections() -> None:
    """The children have their own; this process only waits."""
    from django.db import connections

    connections.close_all()
    for connection in connections.all(initialized_only=True):
        if connection.vendor == "postgresql":
            connection.close_pool()  # type: ignore[attr-defined]


def _worker(chosen: argparse.Namespace) -> int:  # noqa: ARG001 - every command takes the parsed arguments
    start_django()
    from chuangcheng.core.worker import run_worker

    run_worker()
    return 0


RUN = Command("run", "启动服务和后台作业", _run_arguments, _run)
WORKER = Command("worker", "启动一个后台作业进程", no_arguments, _worker)
