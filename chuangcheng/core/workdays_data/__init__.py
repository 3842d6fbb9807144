"""The public holidays of China and the weekends worked to make up for them: one TOML file per published year, after the
yearly notice of the General Office of the State Council, which each file names. To add a year, add its file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources


@dataclass(frozen=True, slots=True)
class Arrangement:
    """One clause of a notice: a holiday and the weekend days that are worked to make up for it."""

    name: str
    first_on: date
    last_on: date  # inclusive
    worked: tuple[date, ...]

    def days(self) -> dict[date, bool]:
        """Every day that the clause names → whether it is worked."""
        count = (self.last_on - self.first_on).days + 1
        off = {self.first_on + timedelta(days=offset): False for offset in range(count)}
        return off | dict.fromkeys(self.worked, True)


@dataclass(frozen=True, slots=True)
class PublishedYear:
    """The arrangement of one calendar year, with the notice that published it."""

    year: int
    title: str
    number: str  # 发文字号
    issued_on: date
    arrangements: tuple[Arrangement, ...]

    def days(self) -> dict[date, bool]:
        """Every day that the notice names → whether it is worked."""
        return {day: is_working for clause in self.arrangements for day, is_working in clause.days().items()}


def read_year(text: str) -> PublishedYear:
    """One year's notice from its TOML text."""
    data = tomllib.loads(text)
    clauses = [Arrangement(**(clause | {"worked": tuple(clause["worked"])})) for clause in data.pop("arrangements")]
    return PublishedYear(**data, arrangements=tuple(clauses))


def built_in_years() -> tuple[PublishedYear, ...]:
    """The published years that come with the product, oldest first."""
    files = (file for file in resources.files(__name__).iterdir() if file.name.endswith(".toml"))
    years = (read_year(file.read_text("utf-8")) for file in files)
    return tuple(sorted(years, key=lambda year: year.year))
