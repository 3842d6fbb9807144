"""The web server, in a process of its own: granian with the settings of this installation."""

from __future__ import annotations

import resource

from granian import Granian
from granian.constants import Interfaces, SSLProtocols
from granian.log import LogLevels

from chuangcheng.config.environment import environment
from chuangcheng.config.logs import logging_config

THREADS = 4  # requests that one process answers at once; our choice
# Granian counts connections here, idle ones too: a phone or page that says nothing for the moment keeps its own for
# half a minute, and must not keep the next one out. Our choice: thousands of phones, with room for files in the limit.
CONNECTIONS = 4_096  # that one process holds; the others wait in the socket
FILES = 3 * CONNECTIONS  # that one process may have open, where the system lets it
STOP_SECONDS = 10  # for a request that is under way


def serve() -> None:
    """Serves until SIGTERM or SIGINT; what is under way is finished first."""
    env = environment()
    _raise_file_limit()
    Granian(
        "chuangcheng.config.wsgi:application",
        address=env.host,
        port=env.port,
        interface=Interfaces.WSGI,
        workers=env.server_workers,
        blocking_threads=THREADS,
        backpressure=CONNECTIONS,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels(env.log_level.lower()),
        log_dictconfig=logging_config(env.log_level),
        ssl_cert=env.tls_cert,
        ssl_key=env.tls_key,
        ssl_protocol_min=SSLProtocols.tls12,  # many office PCs know nothing newer
    ).serve()


def _raise_file_limit() -> None:
    """Many systems let a process open 1,024 files unless it asks for more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
