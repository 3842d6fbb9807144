"""The screens that tell of all cases at once: duty desk, map, board, calendar; and one press for a thousand cases."""

from __future__ import annotations

import time
from http import HTTPStatus
from itertools import product
from typing import Any

from django.test import Client
from django.urls import reverse

from benchmarks.measuring import Measured, measure
from benchmarks.moves import Crew, filed_case
from chuangcheng.cases.jobs_bulk import start_bulk
from chuangcheng.cases.models import Case
from chuangcheng.cases.queries.desk import DIMENSIONS
from chuangcheng.cases.services import Press
from chuangcheng.core.ids import new_id
from chuangcheng.core.maps import APART_FROM
from chuangcheng.core.models import Job
from chuangcheng.core.testing import run_all_jobs
from chuangcheng.sites.models import Site

TIMES = 20
OK = HTTPStatus.OK
AT_ONCE = 1_000  # cases of the bulk dispatch
APART = 0.01  # degrees: about a kilometre to each side
WHOLE_PLACE = 10  # zoom


def dashboards(size: int, office: Client, street: Client) -> list[Measured]:
    """The desk by each of its groups, for who sees everything and for a street."""
    address = reverse("cases:desk")
    people = {"the office": office, "a street": street}
    return [
        _page(f"desk by {by}, {who}", size, client, address, {"by": by})
        for (who, client), by in product(people.items(), DIMENSIONS)
    ]


def maps(size: int, office: Client, street: Client) -> list[Measured]:
    """Clusters of the whole place, single cases of a quarter, heat, and the list beside the map."""
    place = Site.objects.exclude(lon=None).order_by("pk").values_list("lon", "lat")
    lon, lat = (float(number or 0) for number in place[0])
    whole = {"bbox": f"{lon - 1},{lat - 1},{lon + 1},{lat + 1}", "zoom": WHOLE_PLACE}
    near = {"bbox": f"{lon - APART},{lat - APART},{lon + APART},{lat + APART}", "zoom": APART_FROM}
    points, rows = reverse("cases:map_points"), reverse("cases:map_rows")
    asked = {
        "clusters of everything": (office, points, whole),
        "clusters of everything, a street": (street, points, whole),
        "heat of everything": (office, points, {**whole, "heat": "1"}),
        "cases of a quarter": (office, points, near),
        "list beside everything": (office, rows, whole),
    }
    return [_page(f"map: {name}", size, *each) for name, each in asked.items()]


def others(size: int, office: Client, leader: Client) -> list[Measured]:
    """The board by state, the calendar of deadlines, and the leaders' screen."""
    own = [_page(name, size, office, reverse(f"cases:{name}"), {}) for name in ("board", "deadlines")]
    return [*own, _page("board of leaders, 一盘棋", size, leader, reverse("workbench:board"), {})]


def _page(name: str, size: int, client: Client, address: str, asked: dict[str, Any]) -> Measured:
    def get() -> None:
        answer = client.get(address, asked)
        if answer.status_code != OK:
            raise RuntimeError(f"{name}: {answer.status_code}")

    return measure(name, size, get, times=TIMES)


def bulk_dispatch(size: int) -> str:
    """How long a job takes to dispatch a thousand cases by one press."""
    crew = Crew()
    case_ids = [filed_case(crew).pk for _each in range(AT_ONCE)]
    Job.objects.all().delete()  # what the demo district left waiting is not what is measured
    press = Press(new_id(), "dispatch", {"lead_unit_id": crew.lead})
    start_bulk(actor=crew.office, press=press, case_ids=case_ids)
    start, begun = time.perf_counter(), time.process_time()
    run_all_jobs()
    seconds, cpu = time.perf_counter() - start, time.process_time() - begun
    done = Case.objects.filter(pk__in=case_ids, state="fixing").count()
    if done != AT_ONCE:
        raise RuntimeError(f"{done} of {AT_ONCE} cases dispatched")
    return f"| {size:,} | {seconds:.1f} | {AT_ONCE / seconds:,.0f} | {AT_ONCE / cpu:,.0f} |"
