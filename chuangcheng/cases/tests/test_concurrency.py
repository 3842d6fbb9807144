"""Two people and one case at the same moment, on real connections."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from chuangcheng.cases import services
from chuangcheng.cases.models import Case, NoticeCase, RectificationNotice
from chuangcheng.cases.services import CaseMovedOn, Step
from chuangcheng.cases.services.notices import NoticeSource, issue_notices
from chuangcheng.cases.testing import case_at, case_in, stored_photo
from chuangcheng.core.errors import Refusal
from chuangcheng.core.ids import new_id
from chuangcheng.orgs.testing import Cast, actor_of, make_unit

pytestmark = pytest.mark.django_db(transaction=True)


def all_at_once(*deeds: Callable[[], object]) -> list[object]:
    """What each deed gave, or the refusal that it raised, in order."""
    found: list[object] = [None] * len(deeds)
    start = threading.Barrier(len(deeds))

    def run(index: int) -> None:
        start.wait()
        try:
            found[index] = deeds[index]()
        except Refusal as refusal:
            found[index] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_two_who_close_and_fail_the_same_fix_one_wins_the_other_is_told(cast: Cast) -> None:
    case = case_in("fed_back", cast)
    chief, inspector, seen = actor_of(cast.chief), actor_of(cast.inspector), case.latest_event_id
    outcome = all_at_once(
        lambda: services.close_case(actor=chief, step=Step(case.pk, seen=seen)),
        lambda: services.fail_check(actor=inspector, step=Step(case.pk, seen=seen), reason="仍有垃圾。"),
    )
    refusals = [each for each in outcome if isinstance(each, CaseMovedOn)]
    case.refresh_from_db()
    assert len(refusals) == 1
    assert ("程主任" if case.state == "closed" else "简检查") in str(refusals[0])
    assert case.history.filter(move__in=["close", "fail_check"]).count() == 1


def test_five_identical_presses_are_one_step(cast: Cast) -> None:
    case = case_in("fixing", cast)
    liaison, photo, event_id = actor_of(cast.liaison), stored_photo(), new_id()

    def press() -> object:
        return services.feed_back(actor=liaison, step=Step(case.pk, event_id), after=[photo])

    assert {getattr(each, "pk", each) for each in all_at_once(*[press] * 5)} == {event_id}
    assert case.history.filter(move="feed_back").count() == 1
    assert Case.objects.get().photos.count() == 1


def test_two_dispatches_of_one_case_leave_one_lead_unit(cast: Cast) -> None:
    case = case_in("filed", cast)
    chief = actor_of(cast.chief)
    outcome = all_at_once(
        lambda: services.dispatch_case(actor=chief, step=Step(case.pk), lead_unit_id=cast.sanitation.pk),
        lambda: services.dispatch_case(actor=chief, step=Step(case.pk), lead_unit_id=cast.west.pk),
    )
    assert sum(isinstance(each, Refusal) for each in outcome) == 1
    assert case.history.filter(move="dispatch").count() == 1


def test_two_who_issue_for_one_round_at_once_write_one_notice_a_unit(cast: Cast) -> None:
    """Each unit has one number, its problems stand on it once, and nobody meets a fault."""
    others = [make_unit(f"第{number}所", kind="bureau") for number in range(3)]
    cases = [case_in("fixing", cast), *(case_at(unit, cast) for unit in others)]
    chief, source = actor_of(cast.chief), NoticeSource("inspections.round", str(new_id()), "9月月评比")

    def issue() -> object:
        return issue_notices(actor=chief, source=source, case_ids=[case.pk for case in cases])

    outcome = all_at_once(issue, issue)

    written = [len(made) for made in outcome if isinstance(made, list)]
    assert sorted(written) == [0, 4]
    assert RectificationNotice.objects.count() == len(set(RectificationNotice.objects.values_list("number"))) == 4
    assert set(RectificationNotice.objects.values_list("version", flat=True)) == {1}
    assert NoticeCase.objects.count() == 4
