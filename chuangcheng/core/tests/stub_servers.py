"""Other systems for the tests of messages: on this machine, counting what arrives."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Arrived:
    """What came in by HTTP."""

    path: str
    headers: dict[str, str]
    body: Any


@dataclass
class Gateway:
    """A server that answers with what the test says."""

    url: str = ""
    status: int = 200
    answer: Any = field(default_factory=lambda: {"errcode": 0, "code": 0})
    location: str = ""
    before_answer: Callable[[], object] | None = None
    arrived: list[Arrived] = field(default_factory=list)


@contextmanager
def gateway() -> Iterator[Gateway]:
    """A running HTTP server."""
    found = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            found.arrived.append(
                Arrived(self.path, dict(self.headers.items()), json.loads(self.rfile.read(length) or b"null"))
            )
            if found.before_answer is not None:
                found.before_answer()
            content = json.dumps(found.answer).encode()
            self.send_response(found.status)
            if found.location:
                self.send_header("Location", found.location)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    found.url = f"http://127.0.0.1:{server.server_port}/send"
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class PostOffice:
    """A mail server; `refuses` is what it answers to a recipient."""

    port: int = 0
    refuses: bytes = b""
    arrived: list[tuple[str, str]] = field(default_factory=list)  # to whom, the mail


@contextmanager
def post_office() -> Iterator[PostOffice]:
    """A running mail server."""
    found = PostOffice()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 ready\r\n")
            to = ""
            for line in iter(self.rfile.readline, b""):
                word = line[:4].upper()
                if word == b"RCPT":
                    to = line.decode().split("<")[1].split(">")[0]
                    self.wfile.write(found.refuses or b"250 ok\r\n")
                elif word == b"DATA":
                    self.wfile.write(b"354 go on\r\n")
                    content = b"".join(iter(self.rfile.readline, b".\r\n"))
                    found.arrived.append((to, content.decode()))
                    self.wfile.write(b"250 taken\r\n")
                elif word == b"QUIT":
                    self.wfile.write(b"221 bye\r\n")
                    return
                else:
                    self.wfile.write(b"250 ok\r\n")

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    found.port = server.server_address[1]
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
