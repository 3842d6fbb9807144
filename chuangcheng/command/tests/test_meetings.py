"""Meetings: called, answered, held; what they decide becomes work and goes back to what raised it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chuangcheng.cases import services as cases
from chuangcheng.cases.models import Case
from chuangcheng.cases.testing import case_in
from chuangcheng.command.meeting_access import visible_meetings
from chuangcheng.command.models import Meeting, MeetingReply, Resolution, UnitMeeting
from chuangcheng.command.queries.meetings import (
    calls_to_answer,
    meeting_story,
    mentions_of_task,
    minutes_to_write,
    reports_to_give,
)
from chuangcheng.command.queries.suggestions import suggested_for
from chuangcheng.command.services.meetings import (
    ItemGiven,
    MeetingEnded,
    MeetingGiven,
    MinutesGiven,
    ResolutionGiven,
    UnitMeetingGiven,
    add_item,
    add_resolution,
    add_suggested,
    cancel_meeting,
    change_meeting,
    issue_minutes,
    move_item,
    plan_meeting,
    remove_item,
    reply_to_meeting,
    report_unit_meeting,
    write_minutes,
)
from chuangcheng.command.testing import make_meeting, make_special, written_meeting
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted, Refusal
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import Notice
from chuangcheng.core.times import now, today
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.tasks.services import Step, take_step
from chuangcheng.tasks.testing import make_task

pytestmark = pytest.mark.django_db
LATER = timedelta(days=3)


def escalated(cast: Cast) -> Case:
    """A case that no unit can fix alone."""
    case = case_in("fixing", cast)
    cases.escalate(actor=actor_of(cast.chief), step=cases.Step(case.pk), reason="产权不清，请会议明确责任。")
    return case


def resolved(cast: Cast, meeting: Meeting, text: str = "十日内拆除围挡", **facts: Any) -> Resolution:
    """A resolution for the sanitation bureau in ten days."""
    given = ResolutionGiven(
        text, facts.pop("unit_id", cast.sanitation.pk), today() + timedelta(days=10), facts.pop("item_id", None)
    )
    return add_resolution(actor=actor_of(cast.chief), meeting_id=meeting.pk, resolution_id=new_id(), given=given)


def titles_of(person: Any) -> list[str]:
    return list(Notice.objects.filter(recipient=person).order_by("pk").values_list("title", flat=True))


def test_nobody_hears_of_a_meeting_until_it_is_called(cast: Cast) -> None:
    meeting = make_meeting(cast, is_called=False, starts_at=now() + LATER)
    theirs = actor_of(cast.liaison)

    assert list(visible_meetings(actor_of(cast.chief))) == [meeting]
    assert not visible_meetings(theirs).exists()
    assert titles_of(cast.liaison) == []
    called = make_meeting(cast, starts_at=now() + LATER)
    assert list(visible_meetings(theirs)) == [called]
    assert list(visible_meetings(actor_of(cast.leader))) == [called]
    assert not visible_meetings(actor_of(cast.west_liaison)).exists()
    [title] = titles_of(cast.liaison)
    assert title.startswith("会议通知：第三季度联席会议")


def test_unit_answers_who_comes_and_may_answer_again(cast: Cast) -> None:
    meeting = make_meeting(cast, starts_at=now() + LATER)
    actor = actor_of(cast.liaison)
    [call] = calls_to_answer(actor=actor, moment=now())
    assert call.unit == cast.sanitation

    key = new_id()
    for _time in range(2):
        reply_to_meeting(
            actor=actor, meeting_id=meeting.pk, reply_id=key, unit_id=cast.sanitation.pk, comes=True, words="廉局长"
        )
    reply_to_meeting(
        actor=actor, meeting_id=meeting.pk, reply_id=new_id(), unit_id=cast.sanitation.pk, comes=False, words="出差"
    )

    assert calls_to_answer(actor=actor, moment=now()) == []
    assert [(each.comes, each.words) for each in MeetingReply.objects.all()] == [(True, "廉局长"), (False, "出差")]
    story = meeting_story(actor=actor, meeting=meeting, today=today())
    assert (story.coming, story.unanswered) == (0, 1)
    with pytest.raises(NotFound):
        reply_to_meeting(
            actor=actor, meeting_id=meeting.pk, reply_id=new_id(), unit_id=cast.east.pk, comes=True, words="别人的"
        )


def test_called_units_hear_of_another_time_and_of_the_end(cast: Cast) -> None:
    meeting = make_meeting(cast, starts_at=now() + LATER)
    moved = MeetingGiven("joint", meeting.title, now() + 2 * LATER, "二楼", unit_ids=(cast.sanitation.pk, cast.west.pk))
    change_meeting(actor=actor_of(cast.chief), meeting_id=meeting.pk, given=moved)
    cancel_meeting(actor=actor_of(cast.chief), meeting_id=meeting.pk, reason="并入下次")

    told = [title.partition("：")[0] for title in titles_of(cast.liaison)]
    assert told == ["会议通知", "会议改期或改地点", "会议取消"]
    assert titles_of(cast.east_liaison)[-1].startswith("不再通知你单位参加")
    assert any(title.startswith("会议通知") for title in titles_of(cast.west_liaison))
    with pytest.raises(MeetingEnded):
        change_meeting(actor=actor_of(cast.chief), meeting_id=meeting.pk, given=moved)


def test_agenda_is_suggested_from_what_waits_and_by_hand(cast: Cast) -> None:
    case = escalated(cast)
    late = make_task(cast, title="老旧小区改造", due_on=today() - timedelta(days=1))
    make_task(cast, title="还来得及的任务")
    meeting, chief = make_meeting(cast), actor_of(cast.chief)

    offered = suggested_for(actor=chief, meeting=meeting)
    assert [(each.kind, each.number) for each in offered] == [("case", case.number), ("task", late.number)]
    assert offered[0].text == "产权不清，请会议明确责任。"
    for _time in range(2):
        add_suggested(actor=chief, meeting_id=meeting.pk, keys=[each.key for each in offered] + ["case:made-up"])
    own = add_item(actor=chief, meeting_id=meeting.pk, item_id=new_id(), given=ItemGiven("迎检分工"))
    move_item(actor=chief, meeting_id=meeting.pk, item_id=own.pk, up=True)

    assert [item.title for item in meeting.items.all()] == ["门前堆放垃圾", "迎检分工", "老旧小区改造"]
    assert suggested_for(actor=chief, meeting=meeting) == []
    remove_item(actor=chief, meeting_id=meeting.pk, item_id=meeting.items.all()[0].pk)
    assert [each.number for each in suggested_for(actor=chief, meeting=meeting)] == [case.number]


def test_resolutions_become_tasks_and_go_back_to_the_case_that_raised_them(cast: Cast) -> None:
    case, meeting, chief = escalated(cast), written_meeting(cast), actor_of(cast.chief)
    [item] = add_suggested(actor=chief, meeting_id=meeting.pk, keys=[f"case:{case.pk}"])
    resolved(cast, meeting, item_id=item.pk)
    resolved(cast, meeting, "东关街道清理周边", unit_id=cast.east.pk)
    for _time in range(2):
        issue_minutes(actor=chief, meeting_id=meeting.pk)

    first, second = Resolution.objects.all()
    assert first.task is not None
    assert second.task is not None
    assert (first.task.title, first.task.unit, first.task.state) == ("十日内拆除围挡", cast.sanitation, "assigned")
    assert second.task.unit == cast.east
    case.refresh_from_db()
    decision = case.history.get(move="decide")
    assert case.escalated_at is None
    assert "十日内拆除围挡（区城管局" in decision.reason
    assert first.task.number in decision.reason
    [said] = mentions_of_task(actor=actor_of(cast.liaison), task_id=first.task.pk)
    assert (said.meeting, said.text) == (meeting, "十日内拆除围挡")
    assert titles_of(cast.liaison)[-1] == "会议纪要已印发：第三季度联席会议"


def test_case_on_which_nothing_was_said_waits_for_the_next_meeting(cast: Cast) -> None:
    case, meeting, chief = escalated(cast), written_meeting(cast), actor_of(cast.chief)
    add_suggested(actor=chief, meeting_id=meeting.pk, keys=[f"case:{case.pk}"])
    issue_minutes(actor=chief, meeting_id=meeting.pk)
    case.refresh_from_db()

    assert case.escalated_at is not None
    later = make_meeting(cast, is_called=False, starts_at=now() + LATER)
    assert [each.number for each in suggested_for(actor=chief, meeting=later)] == [case.number]


def test_conclusion_alone_is_a_decision(cast: Cast) -> None:
    case, meeting, chief = escalated(cast), make_meeting(cast), actor_of(cast.chief)
    [item] = add_suggested(actor=chief, meeting_id=meeting.pk, keys=[f"case:{case.pk}"])
    given = MinutesGiven("会议强调。", {item.pk: "由区城管局牵头。"}, {cast.east.pk: "东联络"})
    write_minutes(actor=chief, meeting_id=meeting.pk, given=given)
    issue_minutes(actor=chief, meeting_id=meeting.pk)

    assert "由区城管局牵头。" in case.history.get(move="decide").reason
    attended = {row.unit_id: (row.attended, row.who_came) for row in meeting.units.all()}
    assert attended == {cast.sanitation.pk: (False, ""), cast.east.pk: (True, "东联络")}


def test_last_resolutions_come_first_and_what_stood_then_is_kept(cast: Cast) -> None:
    before, chief = written_meeting(cast, starts_at=now() - timedelta(days=2)), actor_of(cast.chief)
    done, late = resolved(cast, before), resolved(cast, before, "完成清运")
    issue_minutes(actor=chief, meeting_id=before.pk)
    done.refresh_from_db()
    late.refresh_from_db()
    assert done.task is not None
    assert late.task is not None
    take_step(actor=actor_of(cast.liaison), task_id=done.task.pk, step=Step("accept"))
    take_step(actor=actor_of(cast.liaison), task_id=done.task.pk, step=Step("finish", text="办完了"))
    take_step(actor=chief, task_id=done.task.pk, step=Step("verify"))
    type(late.task).objects.filter(pk=late.task.pk).update(due_on=today() - timedelta(days=1))

    other_kind = make_meeting(cast, kind="review")
    assert meeting_story(actor=chief, meeting=other_kind, today=today()).checked == []
    meeting = written_meeting(cast)
    checked = meeting_story(actor=chief, meeting=meeting, today=today()).checked
    assert {each.resolution.text: (each.is_done, each.is_late) for each in checked} == {
        "十日内拆除围挡": (True, False),
        "完成清运": (False, True),
    }
    issue_minutes(actor=chief, meeting_id=meeting.pk)
    take_step(actor=actor_of(cast.liaison), task_id=late.task.pk, step=Step("accept"))
    meeting.refresh_from_db()
    kept = meeting_story(actor=chief, meeting=meeting, today=today()).checked
    assert {each.resolution.text: each.state for each in kept} == {"十日内拆除围挡": "closed", "完成清运": "assigned"}
    third = make_meeting(cast, starts_at=now() + LATER)
    checked = meeting_story(actor=chief, meeting=third, today=today()).checked
    assert [each.resolution.text for each in checked] == ["完成清运"], "the older one that is still open"


def test_minutes_are_not_issued_before_the_meeting_nor_without_record(cast: Cast) -> None:
    chief = actor_of(cast.chief)
    coming = written_meeting(cast, starts_at=now() + LATER)
    unwritten = make_meeting(cast)
    for meeting, words in ((coming, "还没有开"), (unwritten, "还没有写纪要")):
        with pytest.raises(InvalidInput, match=words):
            issue_minutes(actor=chief, meeting_id=meeting.pk)
    draft = make_meeting(cast, is_called=False)
    with pytest.raises(InvalidInput, match="还没有通知"):
        write_minutes(actor=chief, meeting_id=draft.pk, given=MinutesGiven("x", {}, {}))
    meeting = written_meeting(cast)
    issue_minutes(actor=chief, meeting_id=meeting.pk)
    with pytest.raises(MeetingEnded, match="已经印发"):
        resolved(cast, meeting)
    assert set(minutes_to_write(actor=chief, moment=now())) == {unwritten}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"kind": "party"}, "请选择会议的类别"),
        ({"title": " "}, "请填写会议的名称和地点"),
        ({"starts_at": now().replace(year=1900)}, "不在工作日历的范围内"),
        ({"unit_ids": (10**8,)}, "没有找到所选的单位"),
        ({"reports_by": today() - LATER}, "不能早于会议日期"),
    ],
)
def test_impossible_meeting_is_refused_with_a_sentence(cast: Cast, changed: dict[str, Any], words: str) -> None:
    with pytest.raises(Refusal, match=words):
        make_meeting(cast, **changed)


def test_only_the_office_holds_meetings(cast: Cast) -> None:
    meeting = make_meeting(cast)
    given = MeetingGiven("joint", "自己的会", now(), "某处")
    for person in (cast.leader, cast.liaison, cast.inspector):
        with pytest.raises(NotPermitted):
            plan_meeting(actor=actor_of(person), meeting_id=new_id(), given=given)
        with pytest.raises(NotPermitted):
            issue_minutes(actor=actor_of(person), meeting_id=meeting.pk)


def test_each_unit_reports_its_own_meeting_and_the_rest_is_asked_for(cast: Cast) -> None:
    meeting = make_meeting(cast, reports_by=today() + LATER)
    actor = actor_of(cast.liaison)
    assert [row.unit for row in reports_to_give(actor=actor, moment=now())] == [cast.sanitation]
    given = UnitMeetingGiven(cast.sanitation.pk, today(), 46, "传达会议要求，分解到各科室。")
    key = new_id()
    for _time in range(2):
        report_unit_meeting(actor=actor, meeting_id=meeting.pk, report_id=key, given=given)

    assert UnitMeeting.objects.count() == 1
    assert reports_to_give(actor=actor, moment=now()) == []
    assert len(reports_to_give(actor=actor_of(cast.east_liaison), moment=now())) == 1
    story = meeting_story(actor=actor_of(cast.chief), meeting=meeting, today=today())
    assert (story.people, [row.unit for row in story.not_reported]) == (46, [cast.east])
    early = UnitMeetingGiven(cast.sanitation.pk, today() - LATER, 46, "早了")
    with pytest.raises(InvalidInput, match="在这次会议当天以后"):
        report_unit_meeting(actor=actor, meeting_id=meeting.pk, report_id=new_id(), given=early)
    unasked = make_meeting(cast)
    with pytest.raises(InvalidInput, match="没有要求"):
        report_unit_meeting(actor=actor, meeting_id=unasked.pk, report_id=new_id(), given=given)


def test_story_takes_as_many_queries_for_many_units_as_for_few(cast: Cast, django_assert_max_num_queries: Any) -> None:
    meeting = written_meeting(cast, unit_ids=(cast.sanitation.pk, cast.east.pk, cast.west.pk, cast.lane.pk))
    chief = actor_of(cast.chief)
    for number in range(8):
        resolved(cast, meeting, f"第{number}件")
        add_item(actor=chief, meeting_id=meeting.pk, item_id=new_id(), given=ItemGiven(f"议题{number}"))
    issue_minutes(actor=chief, meeting_id=meeting.pk)
    with django_assert_max_num_queries(9):
        meeting_story(actor=chief, meeting=Meeting.objects.get(pk=meeting.pk), today=today())


def test_running_campaign_is_offered_to_the_agenda(cast: Cast) -> None:
    special, made = make_special(cast), make_meeting(cast)
    office = actor_of(cast.chief)
    [offered] = [each for each in suggested_for(actor=office, meeting=made) if each.kind == "special"]
    assert (offered.number, offered.unit) == (special.number, special.lead_unit.name)
    add_suggested(actor=office, meeting_id=made.pk, keys=[offered.key])
    assert offered not in suggested_for(actor=office, meeting=made)
    story = meeting_story(actor=office, meeting=made, today=today())
    assert story.open_specials == {str(special.pk)}
