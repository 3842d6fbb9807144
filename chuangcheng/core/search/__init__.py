"""Finding records by number, name and text. Chinese is cut into pairs of characters, so that two-character words are
found without a dictionary; the pairs stand in the database's own full-text index, written in the same transaction as
the record. Who may see a hit is asked of the context it belongs to (`core.shell.search_kinds`)."""

from __future__ import annotations

from chuangcheng.core.search.finding import Hit, find, record_ids
from chuangcheng.core.search.indexing import Entry, index, index_all, rebuild, remove

__all__ = ["Entry", "Hit", "find", "index", "index_all", "rebuild", "record_ids", "remove"]
