"""The data folder, and the secrets that an installation makes for itself on its first start and keeps there."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from tempfile import NamedTemporaryFile

from chuangcheng.config.refusing import reason_of, stop


def prepared_folder(path: Path) -> Path:
    """The folder, made when it is missing, for its owner only; ends the process with a sentence when it cannot be."""
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        stop(f"数据目录 {path} 无法使用（{reason_of(error)}），请改正 CHUANGCHENG_DATA 后再启动。")
    return path


def kept_secret(path: Path, given: str) -> str:
    """`given`, or a random secret made on first start and kept at `path`, readable by its owner only."""
    if given:
        return given
    try:
        if not path.exists():
            _make(path)
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        stop(f"密钥文件 {path} 无法使用（{reason_of(error)}），请检查它的权限后再启动。")


def _make(path: Path) -> None:
    """Puts a new secret in its place whole: two processes that start at once take the same one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile("w", dir=path.parent, prefix=".", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        try:
            os.link(file.name, path)
        except FileExistsError:
            return
