"""Foreign bytes are parsed by a process of its own that takes only so much memory and time: a file that loops, swells
or breaks its parser ends that process and nothing else. The processes import nothing of ours and answer in JSON."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any

logger = logging.getLogger(__name__)


class ParserStopped(Exception):
    """The process was ended: it took too long or too much."""


class ParserFailed(Exception):
    """The process broke down over the file."""


def run_parser(
    process: Path,
    *,
    limits: Mapping[str, int],
    source: bytes | IO[bytes],
    wall_seconds: float,
    object_hook: Callable[[dict[str, Any]], Any] | None = None,
) -> Any:
    """What the process answers about the bytes that it gets on stdin. Raises ParserStopped and ParserFailed.

    A `source` that is an open file must be one of the disk: the process reads it itself.
    """
    command = [sys.executable, "-I", str(process), json.dumps(limits)]
    given: dict[str, Any] = {"input": source} if isinstance(source, bytes) else {"stdin": source}
    try:
        # The command is ours; the foreign bytes only go in on stdin.
        done = subprocess.run(command, capture_output=True, timeout=wall_seconds, check=False, **given)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise ParserStopped from error
    if done.returncode != 0:
        logger.warning("The parser ended with %s: %s", done.returncode, done.stderr[-500:].decode(errors="replace"))
        raise ParserStopped if done.returncode < 0 else ParserFailed
    return json.loads(done.stdout, object_hook=object_hook)
