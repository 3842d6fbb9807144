"""Ending the process with one sentence: what is wrong with the installation and what to do."""

from __future__ import annotations

import errno
import sys
from typing import NoReturn

WRONG_SETTING = 2  # exit code

_REASONS = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOENT: "文件或目录不存在",
    errno.EISDIR: "这是一个目录",
    errno.EEXIST: "同名的文件已存在",
    errno.ENOTDIR: "路径中有一段不是目录",
    errno.EROFS: "磁盘是只读的",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EIO: "磁盘读写出错",
}


def stop(sentence: str) -> NoReturn:
    """Says the sentence and ends the process with the code of a wrong setting."""
    sys.stderr.write(f"{sentence}\n")
    raise SystemExit(WRONG_SETTING)


def reason_of(error: OSError) -> str:
    """Why the system refused, in a few words."""
    return _REASONS.get(error.errno or 0, error.strerror or type(error).__name__)
