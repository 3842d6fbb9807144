"""Asking the index: which records have all the words, which of them the actor may see, and in what order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from chuangcheng.core.access import Actor
from chuangcheng.core.models import SearchEntry
from chuangcheng.core.search.scopes import kind_word, scope_words
from chuangcheng.core.search.words import Word, normalised, query_words
from chuangcheng.core.shell import SearchKind, SearchReach, Text, search_kinds

CANDIDATES = 500  # of the newest of one kind that have all the words and lie within the actor's reach; our choice
SHOWN_WHOLE, LETTERS_BEFORE, MOST_SHOWN = 80, 24, 300  # letters of the text of a hit; our choice
MOST_IDS = 1000  # for the filter of a list; our choice


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that was found and may be seen."""

    kind: str
    label: Text  # of the kind
    object_id: str
    number: str
    title: str
    text: str  # what else is found of it: place, units
    url: str


def find(*, actor: Actor, query: str, limit: int) -> list[Hit]:
    """The visible records with all words of the query: the one with this number, titles that begin so, titles with it,
    then the newest. One query, and at most three and those of its reach for each kind, whatever is found.
    """
    words, wanted = query_words(query), normalised(query).strip()
    if not words:
        return []
    found: defaultdict[str, dict[str, SearchEntry]] = defaultdict(dict)
    for entry in SearchEntry.objects.filter(number__in={wanted, wanted.upper()}):
        found[entry.kind][entry.object_id] = entry
    ranked: list[tuple[int, int, Hit]] = []
    for kind in search_kinds:
        entries = found[kind.kind] | {entry.object_id: entry for entry in _candidates(actor, kind, words, CANDIDATES)}
        visible = kind.visible_ids(actor, list(entries)) if entries else set()
        ranked += [(_rank(entries[key], wanted), -entries[key].pk, _hit(kind, entries[key], wanted)) for key in visible]
    ranked.sort(key=lambda row: row[:2])
    return [hit for _rank_of, _age, hit in ranked[:limit]]


def record_ids(*, actor: Actor, kind: str, query: str) -> list[str]:
    """Object ids of the newest MOST_IDS records of one kind within the actor's reach with all words of the query.

    For the filter of a list, which asks for visibility itself: these ids are not for showing.
    """
    words = query_words(query)
    asked = next(each for each in search_kinds if each.kind == kind)
    return [entry.object_id for entry in _candidates(actor, asked, words, MOST_IDS)] if words else []


def _candidates(actor: Actor, kind: SearchKind, words: Sequence[Word], most: int) -> list[SearchEntry]:
    reach = kind.reach_of(actor)
    if reach is None:
        return []
    found: list[SearchEntry] = []
    if reach.scopes is None or reach.scopes:
        found += SearchEntry.objects.filter(_matching(kind.kind, words, reach, most)).order_by("-pk")
    if reach.object_ids:
        own = SearchEntry.objects.filter(kind=kind.kind, object_id__in=reach.object_ids)
        found += own.filter(_matching(kind.kind, words, SearchReach(), most)).order_by("-pk")[:most]
    return found


def _matching(kind: str, words: Sequence[Word], reach: SearchReach, most: int) -> Q:
    """The newest entries of a kind that have all the words and, of the scopes in reach, one."""
    if connection.vendor == "postgresql":
        ids = RawSQL(
            "SELECT id FROM core_searchentry WHERE words @@ %s::tsquery ORDER BY id DESC LIMIT %s",
            [_tsquery(kind, words, reach), most],
        )
    else:
        ids = RawSQL(
            "SELECT rowid FROM core_searchwords WHERE core_searchwords MATCH %s ORDER BY rowid DESC LIMIT %s",
            [_fts5(kind, words, reach), most],
        )
    return Q(pk__in=ids)


def _tsquery(kind: str, words: Sequence[Word], reach: SearchReach) -> str:
    parts = [f"'{kind_word(kind)}'", *(f"'{word.text}'{':*' if word.is_beginning else ''}" for word in words)]
    if reach.scopes:
        parts.append("({})".format(" | ".join(f"'{word}'" for word in scope_words(reach.scopes))))
    return " & ".join([*parts, *(f"!'{word}'" for word in scope_words(reach.without))])


def _fts5(kind: str, words: Sequence[Word], reach: SearchReach) -> str:
    parts = [f'"{kind_word(kind)}"', *(f'"{word.text}"{" *" if word.is_beginning else ""}' for word in words)]
    if reach.scopes:
        parts.append("({})".format(" OR ".join(f'"{word}"' for word in scope_words(reach.scopes))))
    found = " AND ".join(parts)
    for word in scope_words(reach.without):
        found = f'({found}) NOT "{word}"'
    return found


def _hit(kind: SearchKind, entry: SearchEntry, wanted: str) -> Hit:
    return Hit(
        kind=entry.kind,
        label=kind.label,
        object_id=entry.object_id,
        number=entry.number,
        title=entry.title,
        text=_around(entry.text, wanted),
        url=kind.url_of(entry.object_id),
    )


def _around(text: str, wanted: str) -> str:
    """A long text from a little before the first of the words on, so that a hit shows where it stands."""
    if len(text) <= SHOWN_WHOLE:
        return text
    told = normalised(text)
    places = [place for word in wanted.split() if (place := told.find(word)) >= 0]
    start = max(0, min(places, default=0) - LETTERS_BEFORE)
    return f"{'…' if start else ''}{text[start : start + MOST_SHOWN]}"


def _rank(entry: SearchEntry, wanted: str) -> int:
    """0 the number itself, 1 a title that begins so, 2 a title with it inside, 3 the rest."""
    title = normalised(entry.title)
    if normalised(entry.number) == wanted:
        return 0
    if title.startswith(wanted):
        return 1
    return 2 if wanted in title else 3
