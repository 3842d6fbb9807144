"""A round of a thousand sites and problems goes its way in a few statements; a large release is a job with progress."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chuangcheng.cases.models import Case
from chuangcheng.core.testing import run_all_jobs
from chuangcheng.core.times import now, today
from chuangcheng.inspections import services
from chuangcheng.inspections.models import Answer, Assignment, Round, Visit
from chuangcheng.inspections.services import releasing
from chuangcheng.inspections.testing import Field, make_field
from chuangcheng.orgs.testing import Cast, actor_of, make_person
from chuangcheng.sites.models import Site

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def many_sites(cast: Cast, field: Field, count: int) -> list[Any]:
    """So many markets, made at once."""
    first = Site.objects.count()
    return Site.objects.bulk_create(
        Site(number=f"M{first + n:05d}", name=f"市场{first + n}", site_type=field.sites[0].site_type, area=cast.lane)
        for n in range(count)
    )


def mystery(cast: Cast, field: Field) -> Round:
    return services.create_round(
        actor=actor_of(cast.chief),
        name="暗访",
        kind="mystery",
        framework_id=field.framework.pk,
        starts_on=today(),
        ends_on=today(),
    )


def find_problems(found: Round, field: Field) -> None:
    """Every site is visited and has one failed answer with its case, written as they stand, in bulk."""
    moment, item = now(), field.items["litter"]
    rows = list(Assignment.objects.filter(round=found))
    visits = [
        Visit(
            assignment=row,
            round=found,
            site_id=row.site_id,
            inspector_id=row.inspector_id or 0,
            started_at=moment,
            submitted_at=moment,
        )
        for row in rows
    ]
    answers = [Answer(visit=visit, item=item, value={"faults": 1}, verdict="fail", violations=1) for visit in visits]
    cases = [
        Case(
            number=f"T-{n:06d}",
            description="暴露垃圾",
            state="reported",
            source="check",
            reported_at=moment,
            site_id=answer.visit.site_id,
            area_id=field.sites[0].area_id,
            source_kind="inspections.answer",
            source_id=str(answer.pk),
            is_held=True,
        )
        for n, answer in enumerate(answers)
    ]
    for answer, case in zip(answers, cases, strict=True):
        answer.case = case
    Visit.objects.bulk_create(visits)
    Case.objects.bulk_create(cases)
    Answer.objects.bulk_create(answers)
    Assignment.objects.filter(round=found).update(visited_at=moment)


def statements(act: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def way_of(cast: Cast, field: Field, count: int) -> dict[str, int]:
    """The statements of each step of a round with so many sites and problems."""
    chief, found, sites = actor_of(cast.chief), mystery(cast, field), many_sites(cast, field, count)
    facts: dict[str, Any] = {"actor": chief, "round_id": found.pk}
    ids = [site.pk for site in sites]
    people = [cast.inspector.pk, cast.chief.pk]
    spent = {
        "add": statements(lambda: services.add_sites(**facts, site_ids=ids)),
        "spread": statements(lambda: services.spread_over_inspectors(**facts, inspector_ids=people)),
        "start": statements(lambda: services.start_round(**facts)),
    }
    find_problems(found, field)
    spent["finish"] = statements(lambda: services.finish_round(**facts))
    spent["release"] = statements(lambda: services.release_round(**facts))
    assert not Case.objects.filter(is_held=True).exists()
    return spent


def test_way_of_a_round_costs_the_same_for_any_number_of_sites(cast: Cast) -> None:
    field = make_field(cast)
    few = way_of(cast, field, 5)
    Answer.objects.update(case=None)
    Case.objects.all()._raw_delete("default")
    assert way_of(cast, field, 60) == few
    assert max(few.values()) <= 25


@pytest.fixture
def client(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.chief, backend=BACKEND)
    return client


@pytest.fixture
def finished(cast: Cast) -> Round:
    """A mystery round with thirty problems, finished."""
    field = make_field(cast)
    make_person("second", unit=cast.office, role="inspector")
    found, chief = mystery(cast, field), actor_of(cast.chief)
    services.add_sites(actor=chief, round_id=found.pk, site_ids=[site.pk for site in many_sites(cast, field, 30)])
    services.spread_over_inspectors(actor=chief, round_id=found.pk, inspector_ids=[cast.inspector.pk])
    services.start_round(actor=chief, round_id=found.pk)
    find_problems(found, field)
    return services.finish_round(actor=chief, round_id=found.pk)


def test_large_release_is_a_job_that_lets_all_cases_go_together(
    cast: Cast, client: Client, finished: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(releasing, "MOST_AT_ONCE", 20)
    answer = client.post(f"/rounds/{finished.pk}/release/")
    assert answer["Location"].startswith("/jobs/")
    assert Case.objects.filter(is_held=True).count() == 30
    [job] = run_all_jobs()
    assert job.state == "done"
    finished.refresh_from_db()
    assert finished.state == "released"
    assert not Case.objects.filter(is_held=True).exists()
    assert "发布" in client.get(answer["Location"]).content.decode()


def test_small_release_is_done_at_once_and_a_job_that_runs_twice_changes_nothing(
    cast: Cast, client: Client, finished: Round
) -> None:
    assert client.post(f"/rounds/{finished.pk}/release/")["Location"] == f"/rounds/{finished.pk}/"
    releasing.start_release(actor=actor_of(cast.chief), round_id=finished.pk)
    [job] = run_all_jobs()
    assert job.state == "done"
