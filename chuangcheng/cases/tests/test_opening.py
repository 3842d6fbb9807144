"""上报: a problem becomes a case, once, or is refused in one sentence."""

from __future__ import annotations

import threading
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chuangcheng.cases.models import Case, CaseEvent
from chuangcheng.cases.services import CaseIdTaken, PhotoUnusable, open_case
from chuangcheng.cases.testing import make_site, problem_class, report, stored_photo
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import AuditEntry
from chuangcheng.orgs.testing import Cast, actor_of

MOST_STATEMENTS = {"postgresql": 11, "sqlite": 12}  # there the words of the search stand in a table of their own


def test_report_has_number_first_step_photo_and_audit_entry(cast: Cast) -> None:
    photo = stored_photo()
    case = report(cast, photo_ids=[photo])
    event = CaseEvent.objects.get(case=case)
    assert case.number.endswith("-000001")
    assert (event.move, event.actor_id, event.pk) == ("open", cast.inspector.pk, case.latest_event_id)
    assert [each.file_id for each in event.photos.all()] == [photo]
    assert AuditEntry.objects.filter(action="cases.open", subject_id=str(case.pk)).count() == 1


def test_case_at_site_takes_area_and_position_from_it(cast: Cast) -> None:
    site = make_site(cast, area=cast.lane)
    case = report(cast, site_id=site.pk, area_id=None)
    assert (case.site_id, case.area_id) == (site.pk, cast.lane.pk)


def test_same_id_again_is_the_same_case(cast: Cast) -> None:
    case_id, actor = new_id(), actor_of(cast.inspector)
    first = open_case(actor=actor, case_id=case_id, description="井盖缺失", place_text="柳巷")
    again = open_case(actor=actor, case_id=case_id, description="井盖缺失", place_text="柳巷")
    assert first.number == again.number
    assert CaseEvent.objects.filter(case=case_id).count() == 1


def test_id_of_somebody_elses_case_is_refused(cast: Cast) -> None:
    case = report(cast)
    with pytest.raises(CaseIdTaken):
        open_case(actor=actor_of(cast.chief), case_id=case.pk, description="井盖缺失", place_text="柳巷")


@pytest.mark.parametrize("case_id", [uuid4(), UUID("ffffffff-ffff-7fff-8fff-ffffffffffff")])
def test_id_that_no_form_makes_is_refused(cast: Cast, case_id: UUID) -> None:
    with pytest.raises(CaseIdTaken):
        open_case(actor=actor_of(cast.chief), case_id=case_id, description="井盖缺失", place_text="柳巷")


@pytest.mark.parametrize(
    "wrong",
    [
        {"description": "  "},
        {"description": "长" * 6001},
        {"description": "有\x00字符"},
        {"place_text": " "},
        {"lon": 181.0, "lat": 30.0},
        {"lon": float("nan"), "lat": 30.0},
        {"area_id": 10**9},
        {"source": "rumour"},
        {"severity": "mortal"},
    ],
)
def test_unusable_report_is_refused_and_nothing_is_kept(cast: Cast, wrong: dict[str, Any]) -> None:
    given = {"description": "井盖缺失", "place_text": "柳巷", **wrong}
    with pytest.raises(InvalidInput):
        open_case(actor=actor_of(cast.chief), case_id=new_id(), **given)
    assert not Case.objects.exists()


def test_photo_that_is_not_stored_is_refused_and_nothing_is_kept(cast: Cast) -> None:
    with pytest.raises(PhotoUnusable):
        report(cast, photo_ids=[stored_photo(), new_id()])
    assert not Case.objects.exists()


def test_site_of_another_street_looks_absent_to_a_lane_chief(cast: Cast) -> None:
    site = make_site(cast, area=cast.west)
    with pytest.raises(NotFound):
        open_case(actor=actor_of(cast.keeper), case_id=new_id(), description="井盖缺失", site_id=site.pk)


@pytest.mark.parametrize("who", ["leader", "liaison", "stranger", "admin"])
def test_person_without_the_permission_cannot_report(cast: Cast, who: str) -> None:
    with pytest.raises(NotPermitted):
        open_case(actor=actor_of(getattr(cast, who)), case_id=new_id(), description="井盖缺失", place_text="柳巷")


def test_report_takes_at_most_twelve_statements(cast: Cast) -> None:
    site, photo, actor, found = make_site(cast), stored_photo(), actor_of(cast.inspector), problem_class()
    report(cast)  # the first number of a year takes more
    with CaptureQueriesContext(connection) as told:
        open_case(
            actor=actor,
            case_id=new_id(),
            description="井盖缺失",
            site_id=site.pk,
            problem_class=found,
            photo_ids=[photo],
        )
    # The brackets of the transaction are none of them.
    assert sum("SAVEPOINT" not in each["sql"] for each in told) <= MOST_STATEMENTS[connection.vendor]


@pytest.mark.django_db(transaction=True)
def test_five_identical_reports_at_once_are_one_case(cast: Cast) -> None:
    case_id, actor, photo = new_id(), actor_of(cast.inspector), stored_photo()
    numbers: list[str] = []
    start = threading.Barrier(5)

    def send() -> None:
        start.wait()
        try:
            case = open_case(actor=actor, case_id=case_id, description="井盖缺失", place_text="柳巷", photo_ids=[photo])
            numbers.append(case.number)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(numbers) == 5
    assert set(numbers) == {Case.objects.get().number}
    assert CaseEvent.objects.filter(case=case_id).count() == 1
