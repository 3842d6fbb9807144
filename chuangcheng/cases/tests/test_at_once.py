"""Two people who claim, join, or answer the same case at the same moment, on real connections."""

from __future__ import annotations

import pytest

from chuangcheng.cases import services
from chuangcheng.cases.limits import Limit
from chuangcheng.cases.limits import Unit as LimitUnit
from chuangcheng.cases.models import Case, ExtensionAnswer, Recheck
from chuangcheng.cases.services import CaseMovedOn, Step
from chuangcheng.cases.testing import case_in, stored_photo
from chuangcheng.cases.tests.test_concurrency import all_at_once
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.dated_settings import change_setting
from chuangcheng.core.errors import Refusal
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast, actor_of

pytestmark = pytest.mark.django_db(transaction=True)


def refused(outcome: list[object]) -> list[Refusal]:
    return [each for each in outcome if isinstance(each, Refusal)]


def test_claim_and_dispatch_at_once_one_wins_the_other_is_told_who_and_what(cast: Cast) -> None:
    case = case_in("filed", cast)
    east, chief, seen = actor_of(cast.east_liaison), actor_of(cast.chief), case.latest_event_id
    outcome = all_at_once(
        lambda: services.claim_case(actor=east, step=Step(case.pk, seen=seen), lead_unit_id=cast.east.pk),
        lambda: services.dispatch_case(actor=chief, step=Step(case.pk, seen=seen), lead_unit_id=cast.east.pk),
    )
    (told,) = refused(outcome)
    made = case.history.get(move__in=["claim", "dispatch"])
    assert isinstance(told, CaseMovedOn)
    assert made.actor_name in str(told)
    assert ("认领" if made.move == "claim" else "派遣") in str(told)


def test_two_cases_joined_to_each_other_at_once_leave_one_main(cast: Cast) -> None:
    one, other = case_in("filed", cast), case_in("filed", cast)
    chief = actor_of(cast.chief)
    outcome = all_at_once(
        lambda: services.join_case(actor=chief, step=Step(one.pk), main_case_id=other.pk),
        lambda: services.join_case(actor=chief, step=Step(other.pk), main_case_id=one.pk),
    )
    assert len(refused(outcome)) == 1
    assert sorted(Case.objects.values_list("state", flat=True)) == ["closed", "filed"]


def test_case_is_not_joined_to_one_that_is_closed_at_this_moment(cast: Cast) -> None:
    main, case = case_in("fed_back", cast), case_in("filed", cast)
    chief = actor_of(cast.chief)
    outcome = all_at_once(
        lambda: services.close_case(actor=chief, step=Step(main.pk)),
        lambda: services.join_case(actor=chief, step=Step(case.pk), main_case_id=main.pk),
    )
    case.refresh_from_db()
    # Either it was joined first, or the join was refused because the main case had been closed.
    assert (case.state, len(refused(outcome))) in {("closed", 0), ("filed", 1)}


def test_granting_and_refusing_at_once_gives_one_answer(cast: Cast) -> None:
    case = case_in("fixing", cast)
    chief = actor_of(cast.chief)
    term = Limit(3, LimitUnit.WORKING_DAYS)
    services.ask_extension(actor=actor_of(cast.liaison), step=Step(case.pk), term=term, reason="需要施工。")
    outcome = all_at_once(
        lambda: services.grant_extension(actor=chief, step=Step(case.pk)),
        lambda: services.refuse_extension(actor=chief, step=Step(case.pk), reason="可以按期。"),
    )
    assert len(refused(outcome)) == 1
    assert ExtensionAnswer.objects.count() == 1


def test_five_identical_fixes_on_the_spot_are_drawn_once(cast: Cast) -> None:
    change_setting(actor=SYSTEM, key="cases.recheck_percent", value=100, valid_from=today(), reason="全部抽查。")
    case = case_in("reported", cast)
    chief, photos, event_id = actor_of(cast.chief), [stored_photo(1), stored_photo(2)], new_id()

    def press() -> object:
        step = Step(case.pk, event_id)
        return services.fix_on_spot(actor=chief, step=step, before=photos[:1], after=photos[1:])

    assert not refused(all_at_once(*[press] * 5))
    assert Recheck.objects.count() == 1


def test_case_joined_while_its_main_is_voided_is_never_left_behind(cast: Cast) -> None:
    main, held, case = case_in("filed", cast), case_in("filed", cast), case_in("filed", cast)
    chief = actor_of(cast.chief)
    services.join_case(actor=chief, step=Step(held.pk), main_case_id=main.pk)
    all_at_once(
        lambda: services.void_case(actor=chief, step=Step(main.pk), reason="录入有误。"),
        lambda: services.join_case(actor=chief, step=Step(case.pk), main_case_id=main.pk),
    )
    rows = Case.objects.order_by("pk").values_list("state", "main_case")
    assert list(rows) == [("void", None), ("filed", None), ("filed", None)]


def test_join_undone_while_its_main_is_voided_is_undone_once(cast: Cast) -> None:
    main, case = case_in("filed", cast), case_in("filed", cast)
    chief = actor_of(cast.chief)
    services.join_case(actor=chief, step=Step(case.pk), main_case_id=main.pk)
    outcome = all_at_once(
        lambda: services.void_case(actor=chief, step=Step(main.pk), reason="录入有误。"),
        lambda: services.unjoin_case(actor=chief, step=Step(case.pk), reason="不是同一处。"),
    )
    case.refresh_from_db()
    assert (case.state, case.main_case, case.history.filter(move="unjoin").count()) == ("filed", None, 1)
    assert len(refused(outcome)) <= 1
