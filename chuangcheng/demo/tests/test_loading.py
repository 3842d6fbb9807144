"""Loading the demo district: the same every time, and never beside other data."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.cache import cache
from django.db import transaction

from chuangcheng.cases.models import Case, ProblemClass
from chuangcheng.core.times import SHANGHAI, replayed_at
from chuangcheng.demo import cases, rounds, services, sites
from chuangcheng.demo.findings import FINDINGS
from chuangcheng.demo.sites import SHARES
from chuangcheng.inspections.models import Visit
from chuangcheng.orgs.models import Person

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 26, 10, 0, tzinfo=SHANGHAI)


def test_it_is_the_same_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name, count in ((sites, "TOTAL", 500), (cases, "TOTAL", 90)):
        monkeypatch.setattr(module, name, count)
    for name in ("FINISHED_SITES", "RUNNING_SITES"):
        monkeypatch.setattr(rounds, name, 20)
    told = []
    for _turn in range(2):
        with transaction.atomic(), replayed_at(AT):
            services.load_demo()
            columns = ("pk", "number", "description", "state", "due_at", "site__name")
            found = Case.objects.order_by("pk").values_list(*columns)
            visits = Visit.objects.order_by("submitted_at", "site__number").values_list(
                "submitted_at", "score", "review"
            )
            people = Person.objects.order_by("username").values_list("username", "name")
            told.append((list(found), list(people), sorted(map(str, visits))))
            transaction.set_rollback(True)
        cache.clear()
    assert told[0] == told[1]
    reported = 12  # by residents and other channels
    assert len(told[0][0]) == 90 + reported


def test_it_never_mixes_with_other_data() -> None:
    Person.objects.create(username="somebody", name="某人")
    with pytest.raises(services.NotEmpty):
        services.load_demo()


def test_findings_name_classes_and_site_types_that_there_are() -> None:
    classes = set(ProblemClass.objects.values_list("name", flat=True))
    assert {finding.problem_class for finding in FINDINGS} <= classes
    assert {code for finding in FINDINGS for code in finding.site_types} <= set(SHARES)
