"""The append-only trail: each write, sign-in, export and view of personal data leaves an entry in its transaction.
Contexts call `record` and fill `words` with the Chinese for their codes; auditors read the trail on `/audit/`."""

from __future__ import annotations

from chuangcheng.core.audit.recording import record, record_all
from chuangcheng.core.audit.words import Words, words

__all__ = ["Words", "record", "record_all", "words"]
