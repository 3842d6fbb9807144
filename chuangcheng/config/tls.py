"""Certificate and key, looked at before the server starts, so that a wrong one is a sentence and not a dead port."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime
from pathlib import Path

from chuangcheng.config.refusing import reason_of
from chuangcheng.core.operations.certificates import valid_until


def check_certificate(certificate: Path, key: Path) -> None:
    """Raises ValueError with a clause unless the server can use both now."""
    for path in (certificate, key):
        try:
            path.read_bytes()
        except OSError as error:
            raise ValueError(f"读不出 {path}（{reason_of(error)}）") from error
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password=_no_password)
    except (ssl.SSLError, OSError) as error:
        raise ValueError("证书与密钥不是一对，或不是 PEM 格式，或密钥设有密码") from error
    until = valid_until(certificate)
    if until < datetime.now(UTC):
        raise ValueError(f"证书已于 {until:%Y-%m-%d} 过期，请换新证书")


def _no_password() -> str:
    """Without it the library would ask for one at the terminal."""
    return ""
