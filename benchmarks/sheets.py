"""Sheets of the whole place and of 2,000 units over millions of checks: kept by one job, and shown as a page."""

from __future__ import annotations

import gc
import time
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from django.urls import reverse

from benchmarks.measuring import Measured, heading, measure, table
from chuangcheng.core.times import now, today
from chuangcheng.demo.services import load_demo
from chuangcheng.inspections.models import Check
from chuangcheng.orgs.models import Person, Unit
from chuangcheng.scoring.models import StoredSheet
from chuangcheng.scoring.queries import SheetChoice
from chuangcheng.scoring.services import keep_all_sheets
from chuangcheng.sites.models import Site
from chuangcheng.standards.models import Framework, Part, Standard

UNITS, SITES = 2_000, 10_000
MOST_MS, MOST_SECONDS = {"*": 100}, 60
MOST_STATEMENTS = {"*": 20}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def run(sizes: list[int]) -> None:
    """Keeps the sheets of a day and asks for pages, in a database of its own. PostgreSQL only."""
    settings.ALLOWED_HOSTS = ["*"]
    connection.settings_dict["TEST"]["NAME"] = "sheets_measured"
    old = setup_databases(verbosity=0, interactive=False, keepdb=True, serialized_aliases=[])
    try:
        call_command("collectstatic", interactive=False, verbosity=0)
        if not Site.objects.exists():
            load_demo()
        gc.collect()
        gc.freeze()  # as `config.wsgi` does
        for checks in sizes:
            _measured(checks)
    finally:
        teardown_databases(old, verbosity=0, keepdb=True)


def _measured(checks: int) -> None:
    framework = _in_force()
    _fill_units()
    _fill_sites()
    _fill_checks(framework, checks)
    print(heading("Sheets", f"python -m benchmarks sheets {checks}"))
    started, computing = time.perf_counter(), time.process_time()
    day = today()
    kept = keep_all_sheets(framework=framework, choice=SheetChoice(day))
    seconds, processor = time.perf_counter() - started, time.process_time() - computing
    missed = f", MISSED {MOST_SECONDS} s" if seconds > MOST_SECONDS else ""
    units, sites = Unit.objects.count(), Site.objects.count()
    print(f"{kept:,} sheets of {units:,} units and {sites:,} sites over {Check.objects.count():,} checks of")
    print(f"{framework.standards.count()} standards, kept by one job: {seconds:.1f} s, {processor:.1f} s of processor.")
    whole = StoredSheet.objects.filter(subject=None, day=day).latest("made_at")
    print(f"Counted in {whole.seconds:.1f} s{missed}\n")
    print(table(_pages(framework, checks), most_ms=MOST_MS, most_statements=MOST_STATEMENTS))


def _pages(framework: Framework, checks: int) -> list[Measured]:
    client = Client()
    person = Person.objects.get(username="chuangchengban")
    client.force_login(person, backend=BACKEND)
    kept = StoredSheet.objects.filter(subject__isnull=False).first()
    addresses = {
        "sheet": reverse("scoring:sheet", args=[framework.pk]),
        "losses": reverse("scoring:losses", args=[framework.pk]),
        "compared": reverse("scoring:compare", args=[framework.pk]),
        "kept sheet": reverse("scoring:stored", args=[kept.pk]) if kept else "/",
        "negative list": reverse("scoring:negative", args=[framework.pk]),
    }
    return [measure(name, checks, partial(client.get, url), times=20) for name, url in addresses.items()]


def _in_force() -> Framework:
    """An edition of 188 standards in force; the sample is filled up with copies of its standards."""
    framework = Framework.objects.filter(state="in_force").earliest("pk")
    standards = list(framework.standards.prefetch_related("parts").order_by("pk"))
    for number in range(188 - len(standards)):
        model = standards[number % len(standards)]
        made = Standard.objects.create(
            framework=framework,
            content_id=model.content_id,
            code=f"补{number}",
            text=model.text,
            marks=model.marks,
            order=1_000 + number,
        )
        Part.objects.create(standard=made, method="实地考察", share=1, rule="pass_rate", order=0)
    return framework


def _fill_units() -> None:
    streets = list(Unit.objects.filter(kind__in=["street", "town"]).order_by("path"))
    missing = UNITS - Unit.objects.count()
    for number in range(missing):
        parent = Unit.objects.get(pk=streets[number % len(streets)].pk)
        Unit.objects.add_child(parent, {"name": f"社区{number}", "kind": "community", "code": f"BX{number}"})


def _fill_sites() -> None:
    communities = list(Unit.objects.filter(kind="community").values_list("pk", flat=True))
    bureaus = list(Unit.objects.filter(kind="bureau").values_list("pk", flat=True))
    model = Site.objects.earliest("pk")
    sites = [
        Site(
            number=f"BD{number}",
            name=f"点位{number}",
            site_type_id=model.site_type_id,
            area_id=communities[number % len(communities)],
            owner_id=bureaus[number % len(bureaus)],
        )
        for number in range(SITES - Site.objects.count())
    ]
    Site.objects.bulk_create(sites, batch_size=2_000)


def _fill_checks(framework: Framework, checks: int) -> None:
    """Copies inside the database: each site has 40 of the standards, its checks are spread over 300 days."""
    model = Check.objects.filter(round__state="released", round__framework=framework).earliest("pk")
    missing = checks - Check.objects.count()
    sql = """
        INSERT INTO inspections_check (id, answer_id, round_id, standard_id, site_id, verdict, violations, checked_at,
            corrected_by_name, reason)
        SELECT gen_random_uuid(), %s, %s, standards.ids[1 + (n * 7 + (n / %s) %% 40) %% %s], sites.ids[1 + n %% %s],
            CASE WHEN n %% 7 = 0 THEN 'fail' ELSE 'pass' END, CASE WHEN n %% 7 = 0 THEN 1 ELSE 0 END,
            %s - (n %% 300) * interval '1 day', '', ''
        FROM generate_series(1, %s) AS n,
            (SELECT array_agg(id ORDER BY id) AS ids FROM standards_standard WHERE framework_id = %s) AS standards,
            (SELECT array_agg(id ORDER BY id) AS ids FROM sites_site) AS sites
    """
    counts = framework.standards.count(), Site.objects.count()
    until = now() - timedelta(hours=1)
    with connection.cursor() as cursor:
        cursor.execute(
            sql, [model.answer_id, model.round_id, counts[1], counts[0], counts[1], until, missing, framework.pk]
        )
        cursor.execute("ANALYZE")
