"""Sentences of a circular that set work, as proposals for tasks: 要、应、须、务必, and a day by which. Pure rules of
our choice; a person confirms each line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

MOST_PROPOSED = 60  # of one circular; our choice
MOST_TITLE, MOST_QUOTED = 200, 500  # letters of a task's title and of a quotation
SHORTEST = 8  # letters of a sentence that says anything
_SENTENCE = re.compile(r"[^。！？；\n\r\f]+[。！？；]?")
_WORDS = re.compile("要求?|应当?|须|必须|务必|请|确保|负责")
_NUMBER = re.compile(r"^\s*(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十\d]+）|\(\d+\)|\d+[.．、](?!\d))\s*")
_DAY = re.compile(
    r"(?:于|在|至|到)?\s*(?:(?P<year>20\d{2}|今|本|明)年)?\s*"
    r"(?:(?P<month>1[0-2]|0?[1-9])月(?:(?P<day>3[01]|[12]\d|0?[1-9])日|(?P<part>底|末|上旬|中旬|下旬)|(?P<bare>份)?)"
    r"|(?P<end>年底|年末))\s*(?P<by>之?前|以前|底前|为止|止|内)?"
)
_MONTH_PARTS = {"上旬": 10, "中旬": 20}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A task that a sentence seems to ask for."""

    title: str
    quotation: str
    due_on: date | None
    unit_ids: tuple[int, ...]  # of units that the sentence names


def proposals(text: str, *, dated_on: date, units: Mapping[str, int]) -> list[Proposal]:
    """Sentences with a word of duty and a day, in their order; the same sentence once.

    `units`: name → id; who is named in the sentence is proposed, the longer name before a shorter one inside it.
    """
    found: dict[str, Proposal] = {}
    for sentence in _sentences(text):
        day = day_in(sentence, dated_on=dated_on)
        if day is None or not _WORDS.search(sentence) or sentence in found:
            continue
        found[sentence] = Proposal(
            title=_title(sentence),
            quotation=sentence[:MOST_QUOTED],
            due_on=day,
            unit_ids=tuple(_named(sentence, units)),
        )
        if len(found) == MOST_PROPOSED:
            break
    return list(found.values())


def day_in(sentence: str, *, dated_on: date) -> date | None:
    """The last day that a sentence sets; None when it sets none.

    Without a year it is the next such day from the circular's date on; 月底 is the month's last day, 上旬 its tenth,
    中旬 its twentieth, a month alone its last day.
    """
    days = [day for match in _DAY.finditer(sentence) if (day := _resolved(match, dated_on)) is not None]
    return days[-1] if days else None


def _sentences(text: str) -> Iterator[str]:
    for match in _SENTENCE.finditer(text):
        sentence = re.sub(r"\s+", " ", match[0]).strip()
        if len(sentence) >= SHORTEST:
            yield sentence


def _resolved(match: re.Match[str], dated_on: date) -> date | None:
    if match["day"] is None and match["part"] is None and match["by"] is None and match["end"] is None:
        return None  # a month without more is a time of work, not a last day
    year = _year(match["year"], dated_on)
    if match["end"]:
        return date(year or dated_on.year, 12, 31)
    month = int(match["month"])
    if year is not None:
        return _day(year, month, match)
    found = _day(dated_on.year, month, match)
    return found if found is None or found >= dated_on else _day(dated_on.year + 1, month, match)


def _year(written: str | None, dated_on: date) -> int | None:
    if written is None:
        return None
    return {"今": dated_on.year, "本": dated_on.year, "明": dated_on.year + 1}.get(written) or int(written)


def _day(year: int, month: int, match: re.Match[str]) -> date | None:
    if match["day"] is None:
        last = _last_of(year, month)
        return last.replace(day=_MONTH_PARTS.get(match["part"] or "", last.day))
    try:
        return date(year, month, int(match["day"]))
    except ValueError:  # 2月30日
        return None


def _last_of(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _title(sentence: str) -> str:
    plain = _NUMBER.sub("", sentence).rstrip("。；！？ ")
    return plain[:MOST_TITLE]


def _named(sentence: str, units: Mapping[str, int]) -> Iterable[int]:
    rest, found = sentence, []
    for name in sorted((name for name in units if name in sentence), key=len, reverse=True):
        if name in rest:
            found.append((sentence.index(name), units[name]))
            rest = rest.replace(name, "　")
    return dict.fromkeys(unit for _place, unit in sorted(found))
