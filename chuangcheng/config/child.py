"""How `chuangcheng run` starts its two children: `python -m chuangcheng.config.child server|worker`."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

SET_PARENT_DEATH_SIGNAL = 1  # of Linux's prctl


def main(role: str, parent: int) -> None:
    """Serves or works until told to stop, or until the parent is gone."""
    _end_with(parent)
    if role == "server":
        from chuangcheng.config.server import serve

        serve()
    else:
        import django

        django.setup()
        from chuangcheng.core.worker import run_worker

        run_worker()


def _end_with(parent: int) -> None:
    """A parent that is killed must not leave a server behind that holds the port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
    if os.getppid() != parent:
        raise SystemExit(1)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
