"""`chuangcheng doctor`: looks at the installation and says in one line each what is well and what is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from chuangcheng.core.operations.examining.data import examine_files, examine_keys, examine_search, examine_trail
from chuangcheng.core.operations.examining.database import examine_database, examine_release
from chuangcheng.core.operations.examining.finding import FAULT, Finding
from chuangcheng.core.operations.examining.surroundings import (
    examine_backups,
    examine_calendar,
    examine_certificate,
    examine_clock,
    examine_disk,
    examine_exposure,
    examine_worker,
)
from chuangcheng.core.slots import Slot
from chuangcheng.core.times import now

Examination: TypeAlias = Callable[[], Iterator[Finding]]
examinations: Slot[Examination] = Slot("doctor")  # contexts add theirs, such as recounting their totals


def examine(*, read_files: bool) -> Iterator[Finding]:
    """All findings. `read_files`: every stored file is read and its hash compared, not only looked for."""
    release = list(examine_release())
    yield from release
    if any(finding.level == FAULT for finding in release):
        return  # without the tables of this release nothing else can be asked
    moment = now()
    yield from examine_database()
    yield from examine_trail(moment)
    yield from examine_files(read_files=read_files)
    yield from examine_keys()
    yield from examine_search()
    yield from examine_worker(moment)
    yield from examine_backups(moment)
    yield from examine_disk()
    yield from examine_calendar(moment)
    yield from examine_clock(moment)
    yield from examine_certificate(moment)
    yield from examine_exposure()
    for examination in examinations:
        yield from examination()
