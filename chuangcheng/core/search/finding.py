"""Asking the index: which records have all the words, which of them the actor may see, and in what order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from chuangcheng.core.access import Actor
from chuangcheng.core.models import SearchEntry
from chuangcheng.core.search.scopes import kind_word, scope_words
from chuangcheng.core.search.words import Word, normalised, query_words
from chuangcheng.core.shell import SearchKind, SearchReach, Text, search_kinds

CANDIDATES = 500  # of the newest of one kind that have all the words and lie within the actor's reach; our choice
SHOWN_WHOLE, LETTERS_BEFORE, MOST_SHOWN = 80, 24, 300  # letters of the text of a hit; our choice
MOST_IDS = 1000  # for the filter of a list; our choice
NEAR = 8  # times so many of the newest of a kind are read before PostgreSQL's index of words is asked; our choice

# The newest of a kind are read in order as long as one in NEAR has the words: else PostgreSQL fetches each record that
# has a common word, or walks through all kinds. What is rarer comes from the index of words.
COMMON = """
WITH near AS MATERIALIZED (
  SELECT id FROM (
    SELECT id, words FROM core_searchentry WHERE kind >= %s AND kind <= %s ORDER BY kind DESC, id DESC LIMIT %s
  ) AS newest WHERE words @@ %s::tsquery LIMIT %s
)
SELECT id FROM near UNION ALL SELECT id FROM (
  SELECT id FROM core_searchentry WHERE kind >= %s AND kind <= %s AND words @@ %s::tsquery
  ORDER BY kind DESC, id DESC LIMIT %s
) AS every WHERE (SELECT count(*) FROM near) < %s
"""
SCOPED = "SELECT id FROM core_searchentry WHERE words @@ %s::tsquery ORDER BY id DESC LIMIT %s"
FTS5 = "SELECT rowid AS id FROM core_searchwords WHERE core_searchwords MATCH %s ORDER BY rowid DESC LIMIT %s"


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
    then the newest. Two queries, and for each kind those of its reach, one for records of the actor's own, and one for
    who may see what was found; whatever is found.
    """
    words, wanted = query_words(query), normalised(query).strip()
    if not words:
        return []
    found: defaultdict[str, dict[str, SearchEntry]] = defaultdict(dict)
    for entry in SearchEntry.objects.filter(number__in={wanted, wanted.upper()}):
        found[entry.kind][entry.object_id] = entry
    for entry in chain(*_candidates(actor, search_kinds, words, CANDIDATES)):
        found[entry.kind][entry.object_id] = entry
    ranked: list[tuple[int, int, Hit]] = []
    for kind in search_kinds:
        entries = found[kind.kind]
        visible = kind.visible_ids(actor, list(entries)) if entries else set()
        ranked += [(_rank(entries[key], wanted), -entries[key].pk, _hit(kind, entries[key], wanted)) for key in visible]
    ranked.sort(key=lambda row: row[:2])
    return [hit for _rank_of, _age, hit in ranked[:limit]]


def record_ids(*, actor: Actor, kind: str, query: str) -> list[str]:
    """Object ids of the newest MOST_IDS records of one kind within the actor's reach with all words of the query.

    For the filter of a list, which asks for visibility itself: these ids are not for showing.
    """
    words = query_words(query)
    asked = [each for each in search_kinds if each.kind == kind]
    rows = _candidates(actor, asked, words, MOST_IDS) if words else ()
    return [object_id for each in rows for object_id in each.values_list("object_id", flat=True)]


def _candidates(
    actor: Actor, kinds: Iterable[SearchKind], words: Sequence[Word], most: int
) -> Iterator[QuerySet[SearchEntry]]:
    """The newest of each kind within the actor's reach, all kinds in one query; then the actor's own by their ids."""
    reaches = {kind.kind: reach for kind in kinds if (reach := kind.reach_of(actor)) is not None}
    scoped = {kind: reach for kind, reach in reaches.items() if reach.scopes is None or reach.scopes}
    if scoped:
        yield SearchEntry.objects.filter(_matching(scoped, words, most)).order_by("-pk")
    for kind, reach in reaches.items():
        if reach.object_ids:
            own = SearchEntry.objects.filter(kind=kind, object_id__in=reach.object_ids)
            yield own.filter(_matching({kind: SearchReach()}, words, most)).order_by("-pk")[:most]


def _matching(reaches: Mapping[str, SearchReach], words: Sequence[Word], most: int) -> Q:
    """The newest entries of each kind that have all the words and, of the scopes in reach, one."""
    parts: list[str] = []
    given: list[str | int] = []
    for kind, reach in reaches.items():
        sql, values = _newest(kind, words, reach, most)
        parts.append(f"SELECT id FROM ({sql}) AS part_{len(parts)}")  # noqa: S608 - our own texts
        given += values
    return Q(pk__in=RawSQL(" UNION ALL ".join(parts), given))  # noqa: S611 - our own texts; what was given are parameters


def _newest(kind: str, words: Sequence[Word], reach: SearchReach, most: int) -> tuple[str, list[str | int]]:
    if connection.vendor != "postgresql":
        return FTS5, [_fts5(kind, words, reach), most]
    wanted = _tsquery(kind, words, reach)
    if reach.scopes:
        return SCOPED, [wanted, most]
    return COMMON, [kind, kind, NEAR * most, wanted, most, kind, kind, wanted, most, most]


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
