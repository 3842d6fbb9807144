"""Many phones that send at once what they kept for an hour, to the real product: nothing lost, nothing doubled.

Each device has 20 records with 40 photos: 4 visits of 4 photos with a fault that becomes a case, 12 problems with 20
photos, 4 records of advice with one each. The phones run on the machine of the server that they press.
"""

from __future__ import annotations

import math
import os
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.measuring import heading
from benchmarks.phones import Phone, Told
from benchmarks.product import Product, own_database

NAME = "devices_measured"
AT_ONCE = 200  # devices that are connected at the same moment; the others come when one is done
RECORDS, PHOTOS = 20, 40  # of a device
KILL_AT = 0.5  # of the records: when one of the server's processes is killed
DEVICES = (
    "| devices | records | photos | GB sent | total s | photos/s | device median s | device p95 s | cpu ms/photo "
    "| ratio | lost | doubled | load |\n" + "|--:" * 13 + "|"
)
REQUESTS = "| devices | request | count | median ms | p95 ms |\n|--:|---|--:|--:|--:|"
WORDS = {"day": "the day", "ask": "hashes of a record", "piece": "a piece of a photo", "record": "a record"}


class Cpu(NamedTuple):
    """Seconds of processor."""

    server: float
    worker: float
    database: float
    phones: float


@dataclass(frozen=True)
class Outcome:
    """One size."""

    devices: int
    seconds: float
    told: Told
    cpu: Cpu
    rest: float  # seconds until the worker had told everybody
    load: float
    lost: Counter[str]
    doubled: Counter[str]

    @property
    def cpu_ms(self) -> float:
        """Of server and database for a photo, its share of everything else included."""
        return (self.cpu.server + self.cpu.database) * 1000 / (self.devices * PHOTOS)


def run(sizes: Sequence[int]) -> None:
    """Prints the tables for every size, over one database that grows."""
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory() as folder, own_database(os.environ["CHUANGCHENG_DATABASE_URL"], NAME) as url:
        os.environ.update({"CHUANGCHENG_DATA": folder, "CHUANGCHENG_DATABASE_URL": url})
        product = Product(url, Path(folder))
        product.start()
        import django
        from django.db import connections

        django.setup()
        try:
            for size in sizes:
                outcomes.append(_measured(product, size))
                print(_tables(outcomes[-1:]), file=sys.stderr)  # a thousand take their time
        finally:
            product.stop()
            connections.close_all()
    print(heading("Devices that were offline for an hour", f"python -m benchmarks devices {' '.join(map(str, sizes))}"))
    print(_tables(outcomes))


def _measured(product: Product, size: int) -> Outcome:
    from benchmarks.device_day import phones_of
    from benchmarks.device_faults import doubled, lost

    told = Told()
    phones = phones_of(size, product.port, told)
    expected = [each for phone in phones for each in phone.records]
    product.comes_to_rest()
    before = _cpu(product)
    begun = time.perf_counter()
    killing = threading.Thread(target=_kill_in_the_middle, args=(product, told, len(expected)), daemon=True)
    killing.start()
    with ThreadPoolExecutor(min(size, AT_ONCE)) as pool:
        list(pool.map(Phone.sync, phones))
    seconds, load = time.perf_counter() - begun, os.getloadavg()[0]
    killing.join()
    spent = Cpu(*(late - early for late, early in zip(_cpu(product), before, strict=True)))
    rest = product.comes_to_rest()
    refused = Counter(f"refused: {words}" for words in told.refusals)
    return Outcome(size, seconds, told, spent, rest, load, lost(expected) + refused, doubled(expected))


def _cpu(product: Product) -> Cpu:
    server, worker = product.cpu_seconds("server"), product.cpu_seconds("worker")
    return Cpu(server, worker, product.database_seconds(), time.process_time())


def _kill_in_the_middle(product: Product, told: Told, records: int) -> None:
    while told.records < records * KILL_AT:
        time.sleep(0.05)
    product.kill_one_server()
    told.meet("process of the server killed")


def _tables(outcomes: Sequence[Outcome]) -> str:
    rows = [_row(each, before) for each, before in zip(outcomes, [outcomes[0], *outcomes], strict=False)]
    requests = [line for each in outcomes for line in _requests(each)]
    notes = [line for each in outcomes for line in ("", _note(each))]
    return "\n".join([DEVICES, *rows, "", REQUESTS, *requests, *notes])


def _row(each: Outcome, before: Outcome) -> str:
    photos, spent = each.devices * PHOTOS, each.told.devices
    return (
        f"| {each.devices:,} | {each.devices * RECORDS:,} | {photos:,} | {each.told.sent_bytes / 1e9:.2f} "
        f"| {each.seconds:,.0f} | {photos / each.seconds:.0f} | {median(spent):.1f} | {_p95(spent):.1f} "
        f"| {each.cpu_ms:.1f} | {each.cpu_ms / before.cpu_ms:.2f} | {each.lost.total()} | {each.doubled.total()} "
        f"| {each.load:.1f} |"
    )


def _requests(each: Outcome) -> list[str]:
    return [
        f"| {each.devices:,} | {words} | {len(spent):,} | {median(spent) * 1000:.0f} | {_p95(spent) * 1000:.0f} |"
        for kind, words in WORDS.items()
        for spent in [each.told.seconds[kind]]
    ]


def _note(each: Outcome) -> str:
    met = "; ".join(f"{name} {count:,}" for name, count in each.told.met.most_common())
    wrong = "; ".join(f"{name} {count:,}" for name, count in (each.lost + each.doubled).most_common())
    cpu = f"server {each.cpu.server:.0f}, worker {each.cpu.worker:.0f}, database {each.cpu.database:.0f}"
    return (
        f"{each.devices:,} devices. Overcome: {met}. Lost or doubled: {wrong or 'nothing'}. "
        f"Seconds of cpu: {cpu}, phones {each.cpu.phones:.0f}. The worker was done {each.rest:.0f} s later."
    )


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]
