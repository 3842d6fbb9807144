"""Every write of this context."""

from chuangcheng.field.services.bringing import Brought, Packed, Unsealed, bring_export, seal_for
from chuangcheng.field.services.receiving import (
    PIECE_BYTES,
    Missing,
    Received,
    Wanted,
    WrongOffset,
    files_of,
    forget_old_files,
    missing_of,
    receive_piece,
)
from chuangcheng.field.services.records import PhotosMissing, Sent, SentPhoto, take_record
from chuangcheng.field.services.settling import settle_record

__all__ = [
    "PIECE_BYTES",
    "Brought",
    "Missing",
    "Packed",
    "PhotosMissing",
    "Received",
    "Sent",
    "SentPhoto",
    "Unsealed",
    "Wanted",
    "WrongOffset",
    "bring_export",
    "files_of",
    "forget_old_files",
    "missing_of",
    "receive_piece",
    "seal_for",
    "settle_record",
    "take_record",
]
