"""A product of its own that can be killed and started again, behind a line that can be cut in the middle of an upload.

Playwright's own `set_offline` does not reach service workers, so the line is cut where the bytes run.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

PATIENCE = 180  # seconds for a first start with the demo district
CHUNK = 16_384  # bytes


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class KillableProduct:
    """Server and worker over one data folder, always at the same port."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts it and waits until it answers."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("CHUANGCHENG_")}
        kept |= {"CHUANGCHENG_DATA": str(self.folder), "CHUANGCHENG_PORT": str(self.port)}
        kept |= {"CHUANGCHENG_SERVER_WORKERS": "1"}
        command = [sys.executable, "-m", "chuangcheng.config.cli", "run"]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(command, env=kept, stdout=log, stderr=log, start_new_session=True)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with suppress(URLError, OSError), urlopen(f"http://127.0.0.1:{self.port}/accounts/login/", timeout=2):
                return
            assert self.process.poll() is None, (self.folder / "log").read_text(errors="replace")[-2000:]
            time.sleep(0.3)
        raise AssertionError((self.folder / "log").read_text(errors="replace")[-2000:])

    def kill(self) -> None:
        """Ends all of it at once, without a word."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


class Line:
    """A TCP line to a port. Cut, it breaks what runs and lets nothing new through; or it is cut after so many bytes."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._left: int | None = None  # bytes that may still go up; None: as many as there are
        self._is_cut = False
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Now."""
        with self._lock:
            self._is_cut, ending = True, list(self._open)
        for each in ending:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def cut_after(self, count: int) -> None:
        """As soon as so many more bytes have gone up."""
        self._left = count

    def mend(self) -> None:
        """As if nothing had been."""
        self._left, self._is_cut = None, False

    @property
    def is_cut(self) -> bool:
        """True while nothing comes through."""
        return self._is_cut

    def close(self) -> None:
        """For good."""
        self.cut()
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _address = self._listener.accept()
            except OSError:
                return
            if self._is_cut:
                near.close()
                continue
            try:
                far = socket.create_connection(("127.0.0.1", self._target), timeout=10)
            except OSError:
                near.close()
                continue
            far.settimeout(None)
            with self._lock:
                self._open |= {near, far}
            for source, sink, goes_up in ((near, far, True), (far, near, False)):
                threading.Thread(target=self._run, args=(source, sink, goes_up), daemon=True).start()

    def _run(self, source: socket.socket, sink: socket.socket, goes_up: bool) -> None:  # noqa: FBT001 - of a thread
        with suppress(OSError):
            while content := source.recv(CHUNK):
                if goes_up and self._left is not None:
                    self._left -= len(content)
                    if self._left < 0:
                        self.cut()
                        break
                sink.sendall(content)
        for each in (source, sink):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        with self._lock:
            self._open -= {source, sink}
