"""Asking the index: which records have all the words, which of them the actor may see, and in what order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from chuangcheng.core.access import Actor
from chuangcheng.core.models import SearchEntry
from chuangcheng.core.search.words import Word, normalised, query_words
from chuangcheng.core.shell import Text, search_kinds

CANDIDATES = 1000  # of the newest records with all the words; who sees fewer than asked for adds a word; our choice


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that was found and may be seen."""

    kind: str
    label: Text  # of the kind
    object_id: str
    number: str
    title: str
    url: str


def find(*, actor: Actor, query: str, limit: int) -> list[Hit]:
    """The visible records with all words of the query: the one with this number, titles that begin so, titles with it,
    then the newest. Two queries and one per kind, whatever is found.
    """
    words, wanted = query_words(query), normalised(query).strip()
    if not words:
        return []
    entries = _visible(actor, [*_with_number(wanted), *_with_words(words)])
    ranked = sorted(entries, key=lambda entry: (_rank(entry, wanted), -entry.pk))
    kinds = {kind.kind: kind for kind in search_kinds}
    return [
        Hit(
            kind=entry.kind,
            label=kinds[entry.kind].label,
            object_id=entry.object_id,
            number=entry.number,
            title=entry.title,
            url=kinds[entry.kind].url_of(entry.object_id),
        )
        for entry in ranked[:limit]
    ]


def record_ids(*, kind: str, query: str) -> list[str]:
    """Object ids of the newest CANDIDATES records of one kind with all words of the query; one query.

    For the filter of a list, which asks for visibility itself: these ids are not for showing.
    """
    words = query_words(query)
    return list(_with_words(words, kind=kind).values_list("object_id", flat=True)) if words else []


def _with_number(wanted: str) -> QuerySet[SearchEntry]:
    return SearchEntry.objects.filter(number__in={wanted, wanted.upper()}).defer("text")


def _with_words(words: Sequence[Word], *, kind: str = "") -> QuerySet[SearchEntry]:
    if connection.vendor == "postgresql":
        match = " & ".join(f"'{word.text}'{':*' if word.is_beginning else ''}" for word in words)
        ids = RawSQL("SELECT id FROM core_searchentry WHERE words @@ %s::tsquery", [match])
    else:
        match = " AND ".join(f'"{word.text}"{" *" if word.is_beginning else ""}' for word in words)
        ids = RawSQL("SELECT rowid FROM core_searchwords WHERE core_searchwords MATCH %s", [match])
    found = SearchEntry.objects.filter(pk__in=ids).defer("text").order_by("-pk")
    return (found.filter(kind=kind) if kind else found)[:CANDIDATES]


def _visible(actor: Actor, entries: Sequence[SearchEntry]) -> list[SearchEntry]:
    by_kind: defaultdict[str, dict[str, SearchEntry]] = defaultdict(dict)
    for entry in entries:
        by_kind[entry.kind][entry.object_id] = entry
    found: list[SearchEntry] = []
    for kind in search_kinds:
        named = by_kind.get(kind.kind)
        if named:
            visible = kind.visible_ids(actor, list(named))
            found += [entry for object_id, entry in named.items() if object_id in visible]
    return found


def _rank(entry: SearchEntry, wanted: str) -> int:
    """0 the number itself, 1 a title that begins so, 2 a title with it inside, 3 the rest."""
    title = normalised(entry.title)
    if normalised(entry.number) == wanted:
        return 0
    if title.startswith(wanted):
        return 1
    return 2 if wanted in title else 3
