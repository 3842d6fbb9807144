"""Until when a certificate holds. Knows no Django: the start asks before the settings are there."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from cryptography import x509


def valid_until(certificate: Path) -> datetime:
    """The moment when it expires; of a chain the first one, which is the server's own. Raises OSError, ValueError."""
    return x509.load_pem_x509_certificate(certificate.read_bytes()).not_valid_after_utc
