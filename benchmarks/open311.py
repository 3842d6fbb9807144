"""What apps and residents read of public problems, at growing numbers of cases, and an app's report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.test import Client

from benchmarks.filled import demo_database
from benchmarks.filling import fill_up
from benchmarks.measuring import Measured, heading, measure, table
from chuangcheng.cases.models import Case, ProblemClass
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now
from chuangcheng.orgs.access import actor_for
from chuangcheng.orgs.models import Person
from chuangcheng.portal.open311.keys import KeyGiven, issue_key
from chuangcheng.sites.models import Site

TIMES = 20
# DESIGN §7. A report of an app makes submission, report, case and request: its statements are a number of ours.
MOST_MS = {"*": 50}
MOST_STATEMENTS = {"an app's report": 30, "*": 15}
V2 = "/open311/v2"
MOMENT = "%Y-%m-%dT%H:%M:%SZ"


def run(sizes: list[int]) -> None:
    """Prints the table for every size; the database is made for this and removed."""
    with demo_database(has_data=Case.objects.exists):
        rows: list[Measured] = []
        for size in sorted(sizes):
            fill_up(size)
            rows += measured(size)
        command = f"python -m benchmarks open311 {' '.join(map(str, sizes))}"
        print(heading(f"Open311 and the public site on {connection.display_name}", command))
        print(table(rows, most_ms=MOST_MS, most_statements=MOST_STATEMENTS))


def measured(size: int) -> list[Measured]:
    """Every deed at this size."""
    client = Client()
    return [measure(name, size, _reading(client, address), times=TIMES) for name, address in _addresses()] + [
        measure("an app's report", size, _sending(client), times=TIMES)
    ]


def _addresses() -> list[tuple[str, str]]:
    """What is read, with its address."""
    moment = now()
    week, month = (moment - timedelta(days=days) for days in (7, 30))
    code = ProblemClass.objects.order_by("pk").values_list("code", flat=True)[0]
    site = Site.objects.filter(lon__isnull=False).order_by("pk")[0]
    recent = Case.objects.filter(state="closed").order_by("-reported_at").values_list("pk", flat=True)[0]
    span = f"start_date={month:{MOMENT}}&end_date={week:{MOMENT}}"
    return [
        ("requests, the first fifty", f"{V2}/requests.json?page_size=50"),
        ("requests, page 20", f"{V2}/requests.json?page_size=50&page=20"),
        ("requests, open", f"{V2}/requests.json?status=open&page_size=50"),
        ("requests, of a service", f"{V2}/requests.json?service_code={code}&page_size=50"),
        ("requests, of three weeks", f"{V2}/requests.json?{span}&page_size=50"),
        ("requests, changed in a week", f"{V2}/requests.json?updated_after={week:{MOMENT}}&page_size=50"),
        ("requests, around a place", f"{V2}/requests.json?lat={site.lat}&long={site.lon}&radius=300&page_size=50"),
        ("requests, by words", f"{V2}/requests.json?q=垃圾&page_size=50"),
        ("requests in XML", f"{V2}/requests.xml?page_size=50"),
        ("one request", f"{V2}/requests/{recent}.json"),
        ("updates of a week", f"{V2}/servicerequestupdates.json?start_date={week:{MOMENT}}&page_size=50"),
        ("services", f"{V2}/services.json"),
        ("public home", "/public/"),
        ("public list", "/public/problems/"),
        ("public map", "/public/problems.geojson?bbox=111.7,31.9,112.1,32.2&zoom=12"),
    ]


def _reading(client: Client, address: str) -> Callable[[], None]:
    def read() -> None:
        answer = client.get(address)
        if answer.status_code not in (200, 404):
            raise RuntimeError(f"{address}: {answer.status_code} {answer.content[:200]!r}")
        if answer.streaming:
            b"".join(answer)

    return read


def _sending(client: Client) -> Callable[[], None]:
    office = actor_for(Person.objects.get(username="chuangchengban"), today=now().date())
    secret = issue_key(actor=office, key_id=new_id(), given=KeyGiven(name="测量", organisation="测量", is_trusted=True))
    code = ProblemClass.objects.order_by("pk").values_list("code", flat=True)[0]

    def send() -> None:
        told = {
            "api_key": secret,
            "service_code": code,
            "description": f"测量 {new_id()}",
            "address_string": "东关大街",
        }
        answer = client.post(f"{V2}/requests.json", told)
        if answer.status_code not in (200, 201):
            raise RuntimeError(f"{answer.status_code} {answer.content[:200]!r}")

    return send
