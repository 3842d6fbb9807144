from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from chuangcheng.config import cli
from chuangcheng.config.commands import COMMANDS
from chuangcheng.core.operations import backups
from chuangcheng.core.sheets import read_book


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a wrong call gets to read."""
    with pytest.raises(SystemExit) as end:
        cli.main(arguments)
    assert end.value.code == 2
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "缺少参数 命令，用法见 chuangcheng --help。"),
        (["fly"], "没有“fly”这一项，用法见 chuangcheng --help。"),
        (["backup"], "缺少参数 文件，用法见 chuangcheng backup --help。"),
        (["import", "sites"], "缺少参数 文件，用法见 chuangcheng import --help。"),
        (["run", "--fast"], "不认识参数 --fast，用法见 chuangcheng --help。"),
        (["export", "people", "x.xlsx"], "没有“people”这一项，用法见 chuangcheng export --help。"),
        (["bench", "cases", "many"], "参数 规模 的值“many”无法使用，用法见 chuangcheng bench --help。"),
    ],
)
def test_wrong_call_gets_one_sentence(capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str) -> None:
    assert said(capsys, *arguments) == f"{sentence}\n"


def test_every_command_explains_itself_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    for command in COMMANDS:
        with pytest.raises(SystemExit) as end:
            cli.main([command.name, "--help"])
        assert end.value.code == 0
        assert command.help in capsys.readouterr().out


@pytest.mark.django_db
def test_what_the_rules_refuse_is_a_sentence(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert cli.main(["restore", str(tmp_path / "none.tar")]) == 1
    assert capsys.readouterr().err == f"没有找到备份文件 {tmp_path / 'none.tar'}。\n"


@pytest.mark.django_db
def test_wrong_address_to_move_to_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["move-to", "mysql://x/y"]) == 1
    assert capsys.readouterr().err.startswith("地址无法使用：应形如postgresql://")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (OperationalError("connection refused\n\tIs the server running?"), "数据库无法使用（connection refused Is"),
        (PermissionError(13, "Permission denied", "/srv/a.tar"), "文件 /srv/a.tar 无法读写（没有权限）"),
    ],
)
def test_what_the_machine_refuses_is_a_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, fault: Exception, words: str
) -> None:
    def fail(_target: Path) -> Any:
        raise fault

    monkeypatch.setattr(backups, "write_backup", fail)
    assert cli.main(["backup", "a.tar"]) == 1
    found = capsys.readouterr().err
    assert found.startswith(words)
    assert found.count("\n") == 1


@pytest.mark.django_db
def test_fault_of_ours_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_target: Path) -> Any:
        raise LookupError

    monkeypatch.setattr(backups, "write_backup", fail)
    with pytest.raises(LookupError):
        cli.main(["backup", "a.tar"])


@pytest.mark.django_db
def test_exported_workbooks_never_write_over_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for kind in ("sites", "cases"):
        target = tmp_path / f"{kind}.xlsx"
        assert cli.main(["export", kind, str(target)]) == 0
        assert "已写出 0 行" in capsys.readouterr().out
        assert read_book(target).sheets
        assert cli.main(["export", kind, str(target)]) == 1
        assert "已存在" in capsys.readouterr().err


@pytest.mark.django_db
def test_framework_that_is_not_there_is_not_exported(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert cli.main(["export", "framework", str(tmp_path / "a.xlsx"), "--framework", "无"]) == 1
    assert "没有名为“无”的测评体系" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_three_administrators_are_made_and_let_in_again(capsys: pytest.CaptureFixture[str]) -> None:
    for username, role in (("wang", "system_admin"), ("zhao", "security_admin"), ("qian", "auditor")):
        assert cli.main(["create-admin", username, "管理员", "--role", role]) == 0
        assert f"登录名是 {username}" in capsys.readouterr().out
    assert cli.main(["reset-password", "zhao", "--remove-mfa"]) == 0
    assert "首次密码是" in capsys.readouterr().out
    assert cli.main(["reset-password", "nobody"]) == 1
    assert "没有登录名为“nobody”的人员" in capsys.readouterr().err
