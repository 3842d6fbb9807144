"""Rewards and accountability: proposed by the records, decided by a person, appealed against, ended."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from chuangcheng.cases.models import Case, CaseEvent
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import Job, Notice
from chuangcheng.core.shell import todos
from chuangcheng.core.testing import run_all_jobs
from chuangcheng.core.times import SHANGHAI, now, replayed_at, today
from chuangcheng.orgs.models import Person, Post
from chuangcheng.orgs.testing import Cast, actor_of, make_person
from chuangcheng.supervision.accountability_access import matter_for, visible_matters
from chuangcheng.supervision.accountability_workflow import LABELS, TABLE, MatterNotThere
from chuangcheng.supervision.appraisal.periods import PeriodKind, span_around
from chuangcheng.supervision.models import Matter, MatterEvent, Merit, MeritWithdrawal, Reckoning
from chuangcheng.supervision.queries.accountability.collecting import facts_of_period
from chuangcheng.supervision.queries.appraisals.collecting import collect
from chuangcheng.supervision.services.accountability import (
    DecisionGiven,
    ask_to_reckon,
    change_grounds,
    decide_appeal,
    move_matter,
    raise_appeal,
    reckon_last_month,
    reckoning,
)
from chuangcheng.supervision.services.accountability.appealing import (
    AppealDecidedAlready,
    AppealedAlready,
    NoTimeToAppeal,
)
from chuangcheng.supervision.services.accountability.deciding import decide_matter
from chuangcheng.supervision.tests.accounted import (
    OCTOBER,
    by_hand,
    decided,
    head_post,
    late_cases,
    make_head,
    make_supervisor,
    october_case,
    reckon,
    slow_matter,
)
from chuangcheng.supervision.tests.escalated import order_in


@pytest.fixture
def head(cast: Cast) -> Person:
    return make_head(cast)


@pytest.fixture
def supervisor(cast: Cast) -> Person:
    return make_supervisor(cast)


def test_the_records_of_a_month_make_one_proposal_for_each_ground(cast: Cast) -> None:
    late_cases(cast, 6, of=10)
    reckon()
    matter = Matter.objects.get()
    assert (matter.ground, matter.proposed_grade, matter.unit, matter.state) == (
        *("slow", "criticism"),
        cast.sanitation,
        "proposed",
    )
    finding = matter.findings[0]
    assert (finding["count"], finding["of"], len(finding["records"])) == (6, 10, 6)
    reckon()
    assert Matter.objects.count() == 1
    assert Reckoning.objects.get().made_count == 0


def test_what_was_postponed_extended_or_held_is_never_late(cast: Cast) -> None:
    cases = [october_case(cast, number, state="suspended", fed_back_at=None, closed_at=None) for number in range(6)]
    cases += [october_case(cast, 10 + number, is_held=True, fed_back_at=None) for number in range(6)]
    extended = {
        "due_at": datetime(2026, 10, 30, 18, tzinfo=SHANGHAI),
        "fed_back_at": datetime(2026, 10, 29, 9, tzinfo=SHANGHAI),
    }
    cases += [october_case(cast, 20 + number, **extended) for number in range(6)]
    Case.objects.bulk_create(cases)
    reckon()
    assert not Matter.objects.exists()


def test_a_proposal_follows_the_records_until_it_is_decided(cast: Cast, head: Person) -> None:
    matter = slow_matter(cast)
    Case.objects.filter(fed_back_at__day=30).update(fed_back_at=datetime(2026, 10, 1, 9, tzinfo=SHANGHAI))
    reckon()
    matter.refresh_from_db()
    assert not matter.is_met
    Case.objects.update(fed_back_at=datetime(2026, 10, 30, 9, tzinfo=SHANGHAI))
    reckon()
    matter.refresh_from_db()
    assert (matter.is_met, matter.findings[0]["count"]) == (True, 10)
    decided(cast, matter, cast.chief)
    Case.objects.all().delete()
    reckon()
    matter.refresh_from_db()
    assert (matter.is_met, matter.findings[0]["count"]) == (True, 10)


def test_cases_that_units_pass_on_again_and_again_are_shifting(cast: Cast) -> None:
    Case.objects.bulk_create([october_case(cast, number, lead_unit=cast.east) for number in range(3)])
    at = datetime(2026, 10, 12, 9, tzinfo=SHANGHAI)
    for case in Case.objects.order_by("pk"):
        for unit in (cast.sanitation, cast.east, cast.east):
            event = {"move": "send_back", "to_state": "filed", "actor_name": "甲", "at": at}
            CaseEvent.objects.create(case=case, unit=unit, **event)
    facts = facts_of_period(span=OCTOBER, now=now())
    assert sorted(back.times for back in facts[cast.sanitation.pk].sent_back) == [3, 3, 3]
    reckon()
    assert {matter.unit for matter in Matter.objects.filter(ground="shifting")} == {cast.sanitation, cast.east}


def test_orders_not_signed_for_or_answered_in_time_count(cast: Cast) -> None:
    with replayed_at(datetime(2026, 10, 12, 10, tzinfo=SHANGHAI)):
        order_in("issued", cast)
        order_in("closed", cast)
    facts = facts_of_period(span=OCTOBER, now=now())[cast.sanitation.pk]
    assert sorted(deed.is_late for deed in facts.signed) == [False, True]
    assert sorted(deed.is_late for deed in facts.asked) == [False, True]


def test_the_month_before_is_computed_once_on_its_day(cast: Cast) -> None:
    late_cases(cast, 6, of=10)
    for day, is_started in ((9, False), (10, True), (11, False)):
        moment = datetime(2026, 11, day, 9, tzinfo=SHANGHAI)
        with replayed_at(moment):
            assert (reckon_last_month(now=moment) is not None) is is_started, day
            run_all_jobs()
    assert (Matter.objects.count(), Reckoning.objects.count()) == (1, 1)


def test_asking_twice_is_one_job(cast: Cast) -> None:
    asked = [ask_to_reckon(actor=actor_of(cast.chief), span=OCTOBER).pk for _each in range(2)]
    assert (len(set(asked)), Job.objects.filter(name="supervision.reckon").count()) == (1, 1)
    with pytest.raises(NotPermitted):
        ask_to_reckon(actor=actor_of(cast.liaison), span=OCTOBER)


def test_a_decision_is_numbered_told_and_counts_once(cast: Cast, head: Person) -> None:
    matter = slow_matter(cast)
    made = decided(cast, matter, cast.chief)
    assert made.number == f"创督问〔{today().year}〕1号"
    assert (made.head, made.head_name, made.head_post) == (head, "贺局长", "区城管局第一责任人")
    merit = Merit.objects.get()
    assert (merit.kind, merit.unit, merit.source) == ("held_to_account", cast.sanitation, made.number)
    told = Notice.objects.filter(recipient=head, title__contains=made.number)
    assert "不服的可以在" in told.get().title
    with pytest.raises(MatterNotThere):
        decided(cast, matter, cast.chief)


def test_the_same_press_twice_is_one_decision(cast: Cast, head: Person) -> None:
    matter = slow_matter(cast)
    given = DecisionGiven(new_id(), "criticism", "超期", head_post_id=head_post(cast))
    for _each in range(2):
        decide_matter(actor=actor_of(cast.chief), matter_id=matter.pk, given=given)
    assert MatterEvent.objects.count() == 1


def test_whoever_proposed_by_hand_does_not_decide(cast: Cast, head: Person, supervisor: Person) -> None:
    matter = by_hand(cast)
    with pytest.raises(NotPermitted, match="不能由提出人自己决定"):
        decided(cast, matter, cast.chief)
    assert decided(cast, matter, supervisor).state == "decided"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"grade": "praise"}, "请选择采取的措施"),
        ({"facts": " "}, "认定的事实"),
        ({"term_on": None}, "约谈请填约谈日期"),
        ({"term_on": date(2026, 1, 1)}, "约谈请填约谈日期"),
        ({"expires_on": date(2026, 1, 1)}, "影响期"),
        ({"head_post_id": None}, "至少选择一人"),
        ({"head_post_id": 999_999}, "没有在该单位任职"),
        ({"merit_kind": "praise"}, "从列出的加减分事项"),
        ({"event_id": UUID("00000000-0000-4000-8000-000000000000")}, "表单编号无效"),
    ],
)
def test_a_decision_that_lacks_something_is_refused(
    cast: Cast, head: Person, change: dict[str, Any], words: str
) -> None:
    matter = slow_matter(cast)
    with pytest.raises(InvalidInput, match=words):
        decided(cast, matter, cast.chief, **change)
    assert not Merit.objects.exists()


def test_who_held_the_post_then_is_named_and_not_who_holds_it_now(cast: Cast, head: Person) -> None:
    matter = slow_matter(cast)
    Post.objects.filter(person=head).update(ends_on=date(2026, 11, 2))
    later = make_head_now(cast)
    with pytest.raises(InvalidInput, match="没有在该单位任职"):
        decided(cast, matter, cast.chief, head_post_id=later.posts.get().pk)
    made = decided(cast, matter, cast.chief, head_post_id=head.posts.get().pk)
    assert made.head_name == "贺局长"


def make_head_now(cast: Cast) -> Person:
    person = make_person("later", unit=cast.sanitation, role="unit_head", duty="head", name="新局长")
    person.posts.update(starts_on=date(2026, 11, 3))
    return person


def test_every_move_from_every_state(cast: Cast, head: Person) -> None:
    """What the table does not have is refused with the sentence of the state."""
    matter = decided(cast, slow_matter(cast), cast.chief)
    for state in LABELS:
        Matter.objects.filter(pk=matter.pk).update(state=state.value)
        for move in TABLE:
            if state in move.sources or move.code in {"decide", "overturn"}:
                continue
            press: dict[str, Any] = {"event_id": new_id(), "move": move.code, "text": "由"}
            with pytest.raises(MatterNotThere):
                move_matter(actor=actor_of(cast.chief), matter_id=matter.pk, **press)


def test_an_upheld_appeal_ends_the_matter_and_takes_its_points_back(
    cast: Cast, head: Person, supervisor: Person
) -> None:
    matter = decided(cast, slow_matter(cast), cast.chief)
    appeal_id = new_id()
    for _each in range(2):
        appeal = raise_appeal(actor=actor_of(head), matter_id=matter.pk, appeal_id=appeal_id, text="当时停水")
    assert appeal.side == "head"
    with pytest.raises(NotPermitted, match="不能由作出决定的人"):
        decide_appeal(actor=actor_of(cast.chief), appeal_id=appeal.pk, is_upheld=True, reason="属实")
    decide_appeal(actor=actor_of(supervisor), appeal_id=appeal.pk, is_upheld=True, reason="属实")
    matter.refresh_from_db()
    assert (matter.state, MeritWithdrawal.objects.count()) == ("overturned", 1)
    assert Notice.objects.filter(recipient=head, title__contains="已撤销").count() == 1
    with pytest.raises(AppealDecidedAlready):
        decide_appeal(actor=actor_of(supervisor), appeal_id=appeal.pk, is_upheld=False, reason="再看")


def test_points_count_in_the_appraisal_until_they_are_taken_back(cast: Cast, head: Person) -> None:
    def faults() -> list[str]:
        span = span_around(PeriodKind.MONTH, today())
        return [fault.kind.value for fault in collect(span=span, now=now()).faults[cast.sanitation.pk]]

    matter = decided(cast, slow_matter(cast), cast.chief)
    assert faults() == ["held_to_account"]
    move_matter(actor=actor_of(cast.chief), matter_id=matter.pk, event_id=new_id(), move="withdraw", text="有误")
    assert faults() == []


def test_a_killed_worker_leaves_nothing_half_done(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    late_cases(cast, 6, of=10)
    monkeypatch.setattr(reckoning, "_tell", killed)
    with pytest.raises(KeyboardInterrupt):
        reckon()
    assert (Matter.objects.count(), Reckoning.objects.count()) == (0, 0)
    monkeypatch.undo()
    reckon()
    assert Matter.objects.count() == 1


def killed(*_arguments: object) -> None:
    raise KeyboardInterrupt


def test_a_refused_appeal_changes_nothing_and_each_side_appeals_once(
    cast: Cast, head: Person, supervisor: Person
) -> None:
    matter = decided(cast, slow_matter(cast), cast.chief)
    appeal = raise_appeal(actor=actor_of(head), matter_id=matter.pk, appeal_id=new_id(), text="不服")
    decide_appeal(actor=actor_of(supervisor), appeal_id=appeal.pk, is_upheld=False, reason="事实清楚")
    matter.refresh_from_db()
    assert (matter.state, MeritWithdrawal.objects.count()) == ("decided", 0)
    with pytest.raises(AppealedAlready):
        raise_appeal(actor=actor_of(head), matter_id=matter.pk, appeal_id=new_id(), text="还是不服")
    of_unit = raise_appeal(actor=actor_of(cast.liaison), matter_id=matter.pk, appeal_id=new_id(), text="单位申诉")
    assert of_unit.side == "unit"


def test_the_time_for_appeals_is_in_working_days(cast: Cast, head: Person) -> None:
    friday = datetime(2026, 11, 27, 10, tzinfo=SHANGHAI)
    matter = slow_matter(cast)
    with replayed_at(friday):
        made = decided(cast, matter, cast.chief, term_on=date(2026, 12, 1), expires_on=date(2027, 5, 27))
    assert made.appeal_until == datetime(2026, 12, 12, tzinfo=SHANGHAI)  # the tenth working day is Friday 11 December
    for moment, is_refused in ((datetime(2026, 12, 12, 0, 0, tzinfo=SHANGHAI), True), (friday, False)):
        with replayed_at(moment):
            given: dict[str, Any] = {"matter_id": matter.pk, "appeal_id": new_id(), "text": "不服"}
            if is_refused:
                with pytest.raises(NoTimeToAppeal):
                    raise_appeal(actor=actor_of(head), **given)
            else:
                raise_appeal(actor=actor_of(head), **given)


def test_praise_is_decided_without_appeal(cast: Cast, head: Person) -> None:
    late_cases(cast, 0, of=12)
    reckon()
    matter = Matter.objects.get(ground="punctual")
    made = decided(
        cast, matter, cast.chief, grade="commendation", head_post_id=None, term_on=None, merit_kind="commended"
    )
    assert (made.is_praise, made.appeal_until, made.number) == (True, None, f"创督奖〔{today().year}〕1号")
    assert Merit.objects.get().kind == "commended"
    with pytest.raises(NoTimeToAppeal):
        raise_appeal(actor=actor_of(head), matter_id=matter.pk, appeal_id=new_id(), text="不服")


def test_withdrawing_takes_the_points_back_and_keeps_the_number(cast: Cast, head: Person) -> None:
    matter = decided(cast, slow_matter(cast), cast.chief)
    with pytest.raises(InvalidInput, match="理由"):
        move_matter(actor=actor_of(cast.chief), matter_id=matter.pk, event_id=new_id(), move="withdraw", text="")
    move_matter(actor=actor_of(cast.chief), matter_id=matter.pk, event_id=new_id(), move="withdraw", text="重复")
    assert MeritWithdrawal.objects.count() == 1
    made = decided(cast, by_hand(cast), make_supervisor(cast), merit_kind="")
    assert made.serial == (matter.serial or 0) + 1


def test_only_deciders_see_a_proposal_and_nobody_but_the_unit_and_leaders_what_was_decided(
    cast: Cast, head: Person
) -> None:
    matter = slow_matter(cast)
    for person in (head, cast.liaison):
        with pytest.raises(NotFound):
            matter_for(actor_of(person), matter.pk)
    decided(cast, matter, cast.chief)
    assert matter_for(actor_of(head), matter.pk) == matter
    with pytest.raises(NotFound):
        matter_for(actor_of(cast.west_liaison), matter.pk)


def test_what_has_expired_is_not_shown_to_the_unit_any_more(cast: Cast, head: Person) -> None:
    matter = decided(cast, slow_matter(cast), cast.chief, expires_on=today())
    assert visible_matters(actor_of(head)).count() == 1
    Matter.objects.filter(pk=matter.pk).update(expires_on=today() - timedelta(days=1))
    assert visible_matters(actor_of(head)).count() == 0
    assert visible_matters(actor_of(cast.chief)).count() == 1


def test_what_waits_is_on_the_to_do_page_of_whoever_acts_next(cast: Cast, head: Person, supervisor: Person) -> None:
    collect = todos.get("supervision-accountability")
    assert collect is not None

    def acts(person: Person) -> list[str]:
        return [str(todo.act) for todo in collect(actor_of(person), now())]

    matter = slow_matter(cast)
    assert (acts(cast.chief), acts(supervisor), acts(head)) == (["去决定"], ["去决定"], [])
    decided(cast, matter, cast.chief)
    assert acts(cast.chief) == []
    raise_appeal(actor=actor_of(head), matter_id=matter.pk, appeal_id=new_id(), text="不服")
    assert (acts(cast.chief), acts(supervisor)) == ([], ["去办理申诉"])


def test_the_table_of_grounds_counts_from_its_day(cast: Cast) -> None:
    row = {"measure": "late", "count": 7, "share": 0, "times": 1, "grade": "talk", "whom": "head"}
    change_grounds(actor=actor_of(cast.chief), rows=[row], valid_from=date(2026, 10, 1), reason="会议")
    late_cases(cast, 6, of=10)
    reckon()
    assert not Matter.objects.exists()


def test_a_month_of_many_units_takes_few_statements(cast: Cast, django_assert_max_num_queries: Any) -> None:
    late_cases(cast, 6, of=10)
    Case.objects.bulk_create(
        [october_case(cast, 100 + number, lead_unit=cast.east, fed_back_at=None) for number in range(10)]
    )
    with django_assert_max_num_queries(40):
        reckon()
    assert Matter.objects.count() == 2
