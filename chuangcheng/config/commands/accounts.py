"""Accounts that nobody can make or mend on screen: the first administrators, and a way back in for one of them."""

from __future__ import annotations

import argparse
import sys

from chuangcheng.config.commands.command import Command, start_django
from chuangcheng.config.preparing import prepare_database

ROLES = ("system_admin", "security_admin", "auditor")


def _administrator_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("username", metavar="登录名")
    parser.add_argument("name", metavar="姓名")
    parser.add_argument(
        "--role",
        choices=ROLES,
        default=ROLES[0],
        help="system_admin 系统管理员（默认）、security_admin 安全管理员、auditor 审计员；三者不能由一人兼任",
    )


def _administrator(chosen: argparse.Namespace) -> int:
    start_django()
    prepare_database()
    from chuangcheng.orgs.commands import create_administrator

    _say(create_administrator(username=chosen.username, name=chosen.name, role=chosen.role))
    return 0


def _password_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("username", metavar="登录名")
    parser.add_argument("--remove-mfa", action="store_true", help="同时取消两步验证（手机遗失、备用码用完时）")


def _password(chosen: argparse.Namespace) -> int:
    start_django()
    from chuangcheng.orgs.commands import remove_mfa, reset_password

    if chosen.remove_mfa:
        remove_mfa(username=chosen.username)
    _say(reset_password(username=chosen.username))
    return 0


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


ADMINISTRATOR = Command("create-admin", "建立系统、安全或审计管理员", _administrator_arguments, _administrator)
PASSWORD = Command("reset-password", "重置密码并解锁，用于屏幕上无人能办的账号", _password_arguments, _password)
