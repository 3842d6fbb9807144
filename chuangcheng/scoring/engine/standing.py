"""Places by totals: ties share a place (1, 2, 2, 4), in each group and over all; distance to the line, to the next
above and below and to the last place of a quota, and whether the quota cuts through a tie. Who has no total has no
place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from chuangcheng.scoring.engine.rounding import Number

OVER_ALL = ""  # name of the scope of everybody


@dataclass(frozen=True, slots=True)
class Entrant:
    """One place that was measured. Names are told apart by the caller."""

    name: str
    group: str = OVER_ALL  # "" = in no group
    total: Number | None = None  # points of 100; None: not published


@dataclass(frozen=True, slots=True)
class Scope:
    """Everybody, or a group: who is in it and where its quota falls."""

    name: str  # "" = over all
    size: int  # entrants, with and without a total
    missing: int  # entrants without a total: places are provisional while there are any
    best: Fraction | None  # points
    mean: Fraction | None  # points
    quota: int | None  # places to be won
    last_inside: Fraction | None  # points of the quota's last place; None: no quota, or nobody there
    first_outside: Fraction | None  # points of the first below it; None: nobody is below
    tied_at_cut: int  # entrants that share the quota's last places when these are fewer; 0: the cut is clean
    places_at_cut: int  # places left for those


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entrant stands in a scope."""

    number: int  # 1 = first; ties share it
    sharing: int  # entrants with the same total, itself included
    above: tuple[str, ...]  # names with the next higher total
    to_above: Fraction | None  # points behind them; None for the first
    below: tuple[str, ...]  # names with the next lower total
    to_below: Fraction | None  # points ahead of them; None for the last
    to_last_inside: Fraction | None  # own total less that of the quota's last place, points
    inside: bool | None  # within the quota; None: no quota, or the cut goes through its tie


@dataclass(frozen=True, slots=True)
class Standing:
    """One entrant with its places."""

    entrant: Entrant
    over_all: Place | None  # None without a total
    in_group: Place | None  # None without a total or a group
    to_line: Fraction | None  # total less the line, points; None: no line or no total


@dataclass(frozen=True, slots=True)
class Ranking:
    """All entrants, best first, those without a total last and in the order given."""

    standings: tuple[Standing, ...]
    over_all: Scope
    groups: tuple[Scope, ...]  # in the order in which they first appear

    def of(self, name: str) -> Standing | None:
        """The standing of this entrant; None when it is not in the ranking."""
        return next((each for each in self.standings if each.entrant.name == name), None)

    def scope(self, group: str) -> Scope:
        """The group's scope, of everybody for no group."""
        return next((each for each in self.groups if each.name == group), self.over_all)


def ranking(
    entrants: Sequence[Entrant],
    *,
    line: Number | None = None,
    quota: int | None = None,
    group_quotas: Mapping[str, int] | None = None,
) -> Ranking:
    """Everybody's place. quota: places to be won over all; group_quotas: group → places to be won in it.

    Raises ValueError when a name comes twice or a quota is below 1.
    """
    twice = [name for name, count in Counter(each.name for each in entrants).items() if count > 1]
    quotas = {**(group_quotas or {}), **({OVER_ALL: quota} if quota is not None else {})}
    if twice or any(number < 1 for number in quotas.values()):
        raise ValueError(f"names once, quotas from 1: {twice or quotas}")
    scopes = {OVER_ALL: _Ladder(OVER_ALL, entrants, quotas.get(OVER_ALL))}
    for group in dict.fromkeys(each.group for each in entrants if each.group):
        members = [each for each in entrants if each.group == group]
        scopes[group] = _Ladder(group, members, quotas.get(group))
    ordered = sorted(entrants, key=lambda each: (each.total is None, -Fraction(each.total or 0)))
    return Ranking(
        standings=tuple(_standing(each, scopes, line) for each in ordered),
        over_all=scopes[OVER_ALL].scope(),
        groups=tuple(ladder.scope() for name, ladder in scopes.items() if name),
    )


def _standing(each: Entrant, scopes: Mapping[str, _Ladder], line: Number | None) -> Standing:
    if each.total is None:
        return Standing(each, None, None, None)
    return Standing(
        entrant=each,
        over_all=scopes[OVER_ALL].place(Fraction(each.total)),
        in_group=scopes[each.group].place(Fraction(each.total)) if each.group else None,
        to_line=None if line is None else Fraction(each.total) - Fraction(line),
    )


class _Ladder:
    """The totals of one scope as rungs, highest first, each with the names on it."""

    def __init__(self, name: str, members: Sequence[Entrant], quota: int | None) -> None:
        self._name, self._size, self._quota = name, len(members), quota
        rungs: dict[Fraction, list[str]] = {}
        for each in members:
            if each.total is not None:
                rungs.setdefault(Fraction(each.total), []).append(each.name)
        self._totals = sorted(rungs, reverse=True)
        self._names = [tuple(rungs[total]) for total in self._totals]
        self._rung = {total: at for at, total in enumerate(self._totals)}
        self._number, number = [], 1  # place of each rung
        for names in self._names:
            self._number.append(number)
            number += len(names)
        self._with_total = number - 1
        self._cut = self._rung_of_cut()

    def scope(self) -> Scope:
        """What is to be said of the scope as a whole."""
        pairs = zip(self._totals, self._names, strict=True)
        everything = sum((total * len(names) for total, names in pairs), Fraction())
        cut = self._cut
        after = None if cut is None or cut + 1 == len(self._totals) else self._totals[cut + 1]
        tied = len(self._names[cut]) if cut is not None and self._is_cut_through() else 0
        return Scope(
            name=self._name,
            size=self._size,
            missing=self._size - self._with_total,
            best=self._totals[0] if self._totals else None,
            mean=everything / self._with_total if self._with_total else None,
            quota=self._quota,
            last_inside=None if cut is None else self._totals[cut],
            first_outside=after,
            tied_at_cut=tied,
            places_at_cut=(self._quota or 0) - self._number[cut] + 1 if cut is not None and tied else 0,
        )

    def place(self, total: Fraction) -> Place:
        """The place of whoever has this total."""
        at, cut = self._rung[total], self._cut
        has_above, has_below = at > 0, at + 1 < len(self._totals)
        return Place(
            number=self._number[at],
            sharing=len(self._names[at]),
            above=self._names[at - 1] if has_above else (),
            to_above=self._totals[at - 1] - total if has_above else None,
            below=self._names[at + 1] if has_below else (),
            to_below=total - self._totals[at + 1] if has_below else None,
            to_last_inside=None if cut is None else total - self._totals[cut],
            inside=None if cut is None or (at == cut and self._is_cut_through()) else at <= cut,
        )

    def _rung_of_cut(self) -> int | None:
        """The rung on which the quota's last place stands: the lowest when there are more places than totals."""
        if self._quota is None or not self._totals:
            return None
        last = min(self._quota, self._with_total)
        return max(at for at, number in enumerate(self._number) if number <= last)

    def _is_cut_through(self) -> bool:
        cut = self._cut
        return cut is not None and self._number[cut] + len(self._names[cut]) - 1 > (self._quota or 0)
