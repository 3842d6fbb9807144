"""Finding records by number, name and text. Chinese is cut into pairs of characters, so that two-character words are
found without a dictionary; the pairs stand in the database's own full-text index, written in the same transaction as
the record. By whom a record may be found stands in the same index (`scopes`), so that one's own records are found
among any number of others; who may see a hit is asked of the context it belongs to (`core.shell.search_kinds`)."""

from __future__ import annotations

from chuangcheng.core.search.finding import MOST_IDS, Hit, find, record_ids
from chuangcheng.core.search.indexing import Entry, index, index_all, index_new, rebuild, remove
from chuangcheng.core.search.scopes import HIDDEN, person_scope, unit_scope, unit_scopes

__all__ = [
    "HIDDEN",
    "MOST_IDS",
    "Entry",
    "Hit",
    "find",
    "index",
    "index_all",
    "index_new",
    "person_scope",
    "rebuild",
    "record_ids",
    "remove",
    "unit_scope",
    "unit_scopes",
]
