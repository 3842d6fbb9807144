"""Creating, listing, filtering, opening and moving cases through the real pages, at growing numbers of cases."""

from __future__ import annotations

import gc
import io
import os
import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from django.urls import reverse
from PIL import Image

from benchmarks import moves, screens
from benchmarks.filling import fill_up
from benchmarks.measuring import Measured, heading, measure, table
from chuangcheng.cases import services
from chuangcheng.cases.models import Case, ProblemClass
from chuangcheng.cases.papers import write_case_table
from chuangcheng.cases.queries import CaseFilter, CaseLists
from chuangcheng.core.files import PHOTOS, store
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now
from chuangcheng.demo.services import load_demo
from chuangcheng.orgs.access import actor_for
from chuangcheng.orgs.models import Person
from chuangcheng.sites.models import Site

TIMES = 30
# Targets by how the name of a deed begins: DESIGN §7; searches and to-dos have none of their own, these are ours.
MOST_MS = {"desk": 200, "map": 100, "board": 200, "deadlines": 200, "*": 50}
MOST_STATEMENTS = {"create": 12, "search": 25, "to-do": 33, "*": 15}
ROWS_A_SECOND = 20_000  # of an export: the target of the design
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def run(sizes: list[int]) -> None:
    """Prints the table for every size; the database is made for this and removed."""
    # Without `setup_test_environment`: it copies every template's context, which costs as much as the page itself.
    settings.ALLOWED_HOSTS = ["*"]
    # The name of a database that stays for the next measurement: a million cases take a while to make.
    kept = os.environ.get("BENCHMARK_DATABASE", "")
    if kept:
        connection.settings_dict["TEST"]["NAME"] = kept
    old = setup_databases(verbosity=0, interactive=False, keepdb=bool(kept), serialized_aliases=[])
    try:
        call_command("collectstatic", interactive=False, verbosity=0)
        if not Case.objects.exists():
            load_demo()
            moves.draw_everything()
        gc.collect()
        gc.freeze()  # as `config.wsgi` does
        rows: list[Measured] = []
        exports: list[str] = []
        presses: list[str] = []
        for size in sorted(sizes):
            fill_up(size)
            rows += [*measured(size), *_screens(size), *moves.every_move(size)]
            exports.append(exported(size))
            presses.append(screens.bulk_dispatch(size))
        print(heading(f"Cases on {connection.display_name}", f"python -m benchmarks cases {' '.join(map(str, sizes))}"))
        print(table(rows, most_ms=MOST_MS, most_statements=MOST_STATEMENTS))
        print("\n".join(["", "| export of cases | rows/s | cpu rows/s | |", "|--:|--:|--:|---|", *exports]))
        head = "| a job that dispatches 1,000 cases | seconds | cases/s | cpu cases/s |"
        print("\n".join(["", head, "|--:|--:|--:|--:|", *presses]))
    finally:
        teardown_databases(old, verbosity=0, keepdb=bool(kept))


def measured(size: int) -> list[Measured]:
    """Every deed at this size."""
    person = Person.objects.get(username="chuangchengban")
    liaison = Person.objects.get(username="jiedao")
    client, local = _client(person), _client(liaison)
    actor = actor_for(person, today=now().date())
    case_ids = iter(list(Case.objects.filter(state="closed").values_list("pk", flat=True)[: TIMES + 10]))
    lead = Case.objects.exclude(lead_unit=None).values_list("lead_unit_id", flat=True).first() or 0
    klass = ProblemClass.objects.values_list("pk", flat=True).first() or 0
    page, search = reverse("cases:list"), reverse("workbench:search")
    return [
        measure("first list page", size, lambda: client.get(page), times=TIMES),
        measure("filtered by state", size, lambda: client.get(page, {"state": "fixing"}), times=TIMES),
        measure("filtered by unit", size, lambda: client.get(page, {"unit": lead}), times=TIMES),
        measure("filtered by class", size, lambda: client.get(page, {"problem_class": klass}), times=TIMES),
        measure("overdue", size, lambda: client.get(page, {"view": "overdue"}), times=TIMES),
        measure("list of a street", size, lambda: local.get(page), times=TIMES),
        measure("search of a common word", size, lambda: client.get(search, {"q": "垃圾"}), times=TIMES),
        measure("search of a street", size, lambda: local.get(search, {"q": "垃圾"}), times=TIMES),
        measure("to-do page", size, lambda: client.get(reverse("workbench:home")), times=TIMES),
        measure("to-do page of a street", size, lambda: local.get(reverse("workbench:home")), times=TIMES),
        measure("detail", size, lambda: client.get(reverse("cases:case", args=[next(case_ids)])), times=TIMES),
        measure("create", size, lambda: _create(actor), times=TIMES),
    ]


def _screens(size: int) -> list[Measured]:
    people = ("chuangchengban", "jiedao", "lingdao")
    office, street, leader = (_client(Person.objects.get(username=name)) for name in people)
    return [
        *screens.dashboards(size, office, street),
        *screens.maps(size, office, street),
        *screens.others(size, office, leader),
    ]


def exported(size: int) -> str:
    """How fast the whole list is written as an Excel table."""
    lists = CaseLists(actor_for(Person.objects.get(username="chuangchengban"), today=now().date()), now())
    start, begun = time.perf_counter(), time.process_time()
    written = write_case_table(target=io.BytesIO(), cases=lists.every(CaseFilter()))
    rate, cpu_rate = written / (time.perf_counter() - start), written / (time.process_time() - begun)
    missed = f"MISSED {ROWS_A_SECOND:,}" if rate < ROWS_A_SECOND else ""
    return f"| {size:,} | {rate:,.0f} | {cpu_rate:,.0f} | {missed} |"


def _client(person: Person) -> Client:
    cache.clear()
    made = Client()
    made.force_login(person, backend=BACKEND)
    return made


def _create(actor: Any) -> None:
    site = Site.objects.order_by("pk").values_list("pk", flat=True).first()
    services.open_case(actor=actor, case_id=new_id(), description="路面有散落垃圾", site_id=site, photo_ids=[_photo()])


_kept: list[Any] = []


def _photo() -> Any:
    """One stored photo, used by every report: its own storing is not what is measured."""
    if not _kept:
        out = io.BytesIO()
        Image.new("RGB", (640, 480), "grey").save(out, "JPEG")
        _kept.append(store(out.getvalue(), name="a.jpg", limits=PHOTOS).pk)
    return _kept[0]
