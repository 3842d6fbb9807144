"""Files that appear whole or not at all."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from chuangcheng.core.errors import Refusal


@contextmanager
def appearing(target: Path) -> Iterator[IO[bytes]]:
    """A file to write and read, which gets the name `target` at the end; a fault leaves nothing.

    While it is written it stands beside the target as "….partial", ours alone; what a run that was killed left there
    is written over. Raises Refusal when the target is there already.
    """
    partial = target.with_name(target.name + ".partial")
    with os.fdopen(os.open(partial, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as stream:
        _lock(stream, partial, target)
        try:
            stream.truncate(0)
            yield stream
            partial.rename(target)
            _sync_folder(target.parent)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise


def put(target: Path, chunks: Iterable[bytes], *, mode: int) -> None:
    """Writes the file at its place in one step, over what is there; on the disk for certain after `os.sync`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".partial")
    with partial.open("wb") as stream:
        os.fchmod(stream.fileno(), mode)
        stream.writelines(chunks)
    partial.replace(target)


def _sync_folder(folder: Path) -> None:
    """Makes new names in the folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _lock(stream: IO[bytes], partial: Path, target: Path) -> None:
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise Refusal(f"另一次备份正在写 {target}，请等它结束或换一个文件名。") from error
    # Whoever held the lock before may have given this very file its name.
    if target.exists() or not partial.exists() or not partial.samefile(f"/proc/self/fd/{stream.fileno()}"):
        raise Refusal(f"{target} 已存在，请换一个文件名。")
