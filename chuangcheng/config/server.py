"""The web server, in a process of its own: granian with the settings of this installation."""

from __future__ import annotations

from granian import Granian
from granian.constants import Interfaces, SSLProtocols
from granian.log import LogLevels

from chuangcheng.config.environment import environment
from chuangcheng.config.logs import logging_config

THREADS = 4  # requests that one process answers at once; our choice
WAITING = 64  # requests that one process takes in; the others wait in the socket; our choice
STOP_SECONDS = 10  # for a request that is under way


def serve() -> None:
    """Serves until SIGTERM or SIGINT; what is under way is finished first."""
    env = environment()
    Granian(
        "chuangcheng.config.wsgi:application",
        address=env.host,
        port=env.port,
        interface=Interfaces.WSGI,
        workers=env.server_workers,
        blocking_threads=THREADS,
        backpressure=WAITING,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels(env.log_level.lower()),
        log_dictconfig=logging_config(env.log_level),
        ssl_cert=env.tls_cert,
        ssl_key=env.tls_key,
        ssl_protocol_min=SSLProtocols.tls12,  # many office PCs know nothing newer
    ).serve()
