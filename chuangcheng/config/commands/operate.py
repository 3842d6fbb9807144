"""Commands of the operator: back up, restore, move to PostgreSQL, examine."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from chuangcheng.config.commands.command import Command, start_django


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _file_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="文件", help="备份文件（.tar）")


def _backup(chosen: argparse.Namespace) -> int:
    start_django()
    from chuangcheng.core.operations.backups import write_backup

    manifest = write_backup(chosen.file)
    _say(f"已备份并核对：{sum(manifest.tables.values())} 行记录，{manifest.files} 个文件，{chosen.file}。")
    _say("备份中含有密钥，请妥善保管。")
    return 0


def _restore(chosen: argparse.Namespace) -> int:
    start_django()
    from chuangcheng.core.operations.restores import restore_backup

    manifest = restore_backup(chosen.file)
    _say(f"已恢复：{sum(manifest.tables.values())} 行记录，{manifest.files} 个文件。")
    return 0


def _move_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("url", metavar="地址", help="postgresql://用户:密码@主机:端口/数据库")


def _move(chosen: argparse.Namespace) -> int:
    start_django()
    from chuangcheng.config.databases import database
    from chuangcheng.config.environment import environment
    from chuangcheng.core.errors import Refusal
    from chuangcheng.core.operations.moving import move_to

    try:
        target = database(url=chosen.url, data=environment().data, pool=2)
    except ValueError as error:
        raise Refusal(f"地址无法使用：{error}，请改正后重试。") from error
    count = move_to(target)
    _say(f"已迁移 {count} 行记录。请设置 CHUANGCHENG_DATABASE_URL 后重新启动；原数据库没有改动。")
    return 0


def _doctor_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--files", action="store_true", help="读出每个文件并核对内容")
    parser.add_argument("--rebuild-search", action="store_true", help="先重建检索索引，再检查")


def _doctor(chosen: argparse.Namespace) -> int:
    start_django()
    from chuangcheng.core.operations.doctor import examine
    from chuangcheng.core.operations.rebuilding import rebuild_now

    if chosen.rebuild_search:
        rebuild_now("default")
    marks = {"ok": "正常", "warning": "注意", "fault": "故障"}
    levels = set()
    for finding in examine(read_files=chosen.files):
        levels.add(finding.level)
        _say(f"[{marks[finding.level]}] {finding.text}")
    return 1 if "fault" in levels else 0


BACKUP = Command("backup", "在线备份数据库和文件，写完即核对", _file_argument, _backup)
RESTORE = Command("restore", "把备份恢复到空的数据目录或数据库", _file_argument, _restore)
MOVE = Command("move-to", "把现有数据迁移到 PostgreSQL", _move_arguments, _move)
DOCTOR = Command("doctor", "检查安装是否正常", _doctor_arguments, _doctor)
