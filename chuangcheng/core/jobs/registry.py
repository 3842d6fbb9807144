"""What can be done: functions by the names that Job and Schedule rows carry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from django.utils.functional import Promise

from chuangcheng.core.access import SYSTEM, Actor
from chuangcheng.core.slots import Slot

# Returns what is kept as the job's result: JSON values. A "message" is told to the person who waits; "url" and "label"
# lead them to the result.
Work: TypeAlias = Callable[..., Mapping[str, Any] | None]
Chore: TypeAlias = Callable[[], None]
W = TypeVar("W", bound=Work)
C = TypeVar("C", bound=Chore)

# Who a person is today, by id; filled by the context that keeps people and posts.
actors: Slot[Callable[[int], Actor]] = Slot("actors")


class UnknownWork(LookupError):
    """A Job or Schedule row names something that this release does not know."""


@dataclass(frozen=True, slots=True)
class JobKind:
    """One kind of job."""

    name: str  # "core.rotate_keys"
    label: str | Promise
    work: Work


@dataclass(frozen=True, slots=True)
class Period:
    """Periodic work that a worker does itself."""

    name: str
    label: str | Promise
    seconds: int
    chore: Chore


_kinds: dict[str, JobKind] = {}
_periods: dict[str, Period] = {}


def job(name: str, *, label: str | Promise) -> Callable[[W], W]:
    """Names a function `work(context, **arguments)` as a job; `label` is what the person who waits reads.

    A job may run more than once (a worker can be killed after its last commit): it must find out what is done already.
    """

    def register(work: W) -> W:
        if name in _kinds:
            raise ValueError(f"job {name} is defined twice")
        _kinds[name] = JobKind(name, label, work)
        return work

    return register


def every(seconds: int, *, name: str, label: str | Promise) -> Callable[[C], C]:
    """Names a function as periodic work: short, repeatable, started by one worker at a time; long work starts a job."""

    def register(chore: C) -> C:
        if name in _periods:
            raise ValueError(f"periodic work {name} is defined twice")
        _periods[name] = Period(name, label, seconds, chore)
        return chore

    return register


def kind_of(name: str) -> JobKind:
    """The kind of job with this name; raises UnknownWork."""
    if name not in _kinds:
        raise UnknownWork(name)
    return _kinds[name]


def known_jobs() -> list[str]:
    """The names of all kinds of job that this release can do."""
    return list(_kinds)


def label_of(name: str) -> str:
    """The label of a kind of job; the name itself for one that this release no longer has."""
    return str(_kinds[name].label) if name in _kinds else name


def periods() -> Mapping[str, Period]:
    """All periodic work by name."""
    return _periods


def actor_with(person_id: int | None) -> Actor:
    """Who asked for a job, with the permissions of today; the system itself when nobody did."""
    if person_id is None:
        return SYSTEM
    for actor_of in actors:
        return actor_of(person_id)
    raise LookupError("no context fills the slot core.jobs.actors")
