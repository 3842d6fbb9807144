"""When the case ends the answer falls due; it is approved by somebody else; whoever reported has a say."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chuangcheng.cases.models import CaseEvent
from chuangcheng.cases.services import Step, join_case, reject_case, unjoin_case
from chuangcheng.cases.testing import stored_photo
from chuangcheng.core.dated_settings import change_setting
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted, Refusal
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import AuditEntry, Notice
from chuangcheng.core.testing import deliver_events
from chuangcheng.core.times import now, replayed_at, today
from chuangcheng.intake import services
from chuangcheng.intake.models import Report, ReportEvent
from chuangcheng.intake.queries import report_by_token, waiting_reports
from chuangcheng.intake.services import AnswerOutdated, NotApproved, OwnAnswer, ReportStep
from chuangcheng.intake.states import State
from chuangcheng.intake.testing import PHONE, answer, close_its_case, fresh, make_clerk, make_report
from chuangcheng.orgs.testing import Cast, actor_of

pytestmark = pytest.mark.django_db


def kinds(report: Report) -> list[str]:
    return [event.kind for event in report.history.all()]


def test_closed_case_makes_the_answer_due_and_tells_the_desk(cast: Cast) -> None:
    clerk = make_clerk(cast)
    found = make_report(actor_of(clerk))
    close_its_case(found, cast)
    due = fresh(found)
    assert due.state is State.TO_ANSWER
    assert [each.pk for each in waiting_reports(actor=actor_of(clerk))] == [found.pk]
    assert Notice.objects.filter(recipient=clerk, title__contains=f"来件{found.number}").count() == 1


def test_news_delivered_twice_changes_nothing_more(cast: Cast) -> None:
    found = make_report(actor_of(cast.chief))
    close_its_case(found, cast)
    event = CaseEvent.objects.get(case=found.case_id, move="close")
    for _time in range(2):
        services.follow_case({"case_id": str(found.case_id), "move": "close", "event_id": str(event.pk)})
    assert kinds(found) == ["received", "opened", "settled"]


def test_answer_without_approval_goes_from_draft_to_sender(cast: Cast) -> None:
    clerk = actor_of(make_clerk(cast))
    found = make_report(clerk)
    close_its_case(found, cast)
    done = answer(found, clerk)
    assert done.state is State.ANSWERED
    assert done.answered_at is not None
    assert kinds(done)[-2:] == ["drafted", "sent"]


def test_answer_that_needs_approval_waits_for_somebody_else(cast: Cast) -> None:
    clerk, chief = actor_of(make_clerk(cast)), actor_of(cast.chief)
    found = make_report(clerk, source="line12345")
    close_its_case(found, cast)
    drafted = services.draft_answer(actor=chief, step=ReportStep(found.pk), text="已清理。")
    assert fresh(found).state is State.TO_APPROVE
    with pytest.raises(NotApproved):
        services.send_answer(actor=clerk, step=ReportStep(found.pk), answer_id=drafted.pk, way="phone")
    with pytest.raises(OwnAnswer):
        services.approve_answer(actor=chief, step=ReportStep(found.pk), answer_id=drafted.pk)
    with pytest.raises(NotPermitted):
        services.approve_answer(actor=clerk, step=ReportStep(found.pk), answer_id=drafted.pk)


def test_setting_lets_small_offices_approve_their_own(cast: Cast) -> None:
    chief = actor_of(cast.chief)
    found = make_report(chief, source="line12345")
    close_its_case(found, cast)
    change_setting(actor=chief, key="intake.own_approval", value="yes", valid_from=today(), reason="只有一人")
    assert answer(found, chief, approver=chief).state is State.ANSWERED


def test_returned_answer_is_written_anew_and_both_are_kept(cast: Cast) -> None:
    clerk, chief = actor_of(make_clerk(cast)), actor_of(cast.chief)
    found = make_report(clerk, source="line12345")
    close_its_case(found, cast)
    first = services.draft_answer(actor=clerk, step=ReportStep(found.pk), text="已办。")
    services.return_answer(actor=chief, step=ReportStep(found.pk), answer_id=first.pk, text="写清做了什么")
    assert fresh(found).state is State.TO_ANSWER
    with pytest.raises(AnswerOutdated):
        services.send_answer(actor=clerk, step=ReportStep(found.pk), answer_id=first.pk, way="phone")
    done = answer(found, clerk, approver=chief)
    assert done.state is State.ANSWERED
    assert [each.text for each in done.answers.all()] == ["已办。", "已清理干净，欢迎监督。"]


def test_mailbox_is_answered_in_writing(cast: Cast) -> None:
    clerk, chief = actor_of(make_clerk(cast)), actor_of(cast.chief)
    found = make_report(clerk, source="mayor_box")
    close_its_case(found, cast)
    with pytest.raises(InvalidInput, match="应书面答复"):
        answer(found, clerk, approver=chief)
    drafted = fresh(found).answer_id
    assert drafted is not None
    services.send_answer(actor=clerk, step=ReportStep(found.pk), answer_id=drafted, way="writing")
    assert fresh(found).state is State.ANSWERED


def test_same_press_twice_is_one_draft_and_one_sending(cast: Cast) -> None:
    clerk = actor_of(make_clerk(cast))
    found = make_report(clerk)
    close_its_case(found, cast)
    draft, send = ReportStep(found.pk), ReportStep(found.pk)
    for _time in range(2):
        drafted = services.draft_answer(actor=clerk, step=draft, text="已清理。")
    for _time in range(2):
        services.send_answer(actor=clerk, step=send, answer_id=drafted.pk, way="phone")
    assert found.answers.count() == 1
    assert kinds(found) == ["received", "opened", "settled", "drafted", "sent"]


def test_word_in_between_does_not_answer_the_report(cast: Cast) -> None:
    clerk = actor_of(make_clerk(cast))
    found = make_report(clerk)
    with pytest.raises(Refusal, match="还没有办结"):
        services.draft_answer(actor=clerk, step=ReportStep(found.pk), text="正在处理。")
    drafted = services.draft_answer(actor=clerk, step=ReportStep(found.pk), text="正在处理。", is_final=False)
    services.send_answer(actor=clerk, step=ReportStep(found.pk), answer_id=drafted.pk, way="phone")
    assert fresh(found).state is State.IN_HAND


def test_rejected_case_makes_the_answer_due(cast: Cast) -> None:
    found = make_report(actor_of(cast.chief))
    assert found.case_id is not None
    reject_case(actor=actor_of(cast.chief), step=Step(found.case_id), reason="属实但不归本地管")
    deliver_events()
    assert fresh(found).state is State.TO_ANSWER


def test_desk_ends_a_report_without_a_case(cast: Cast) -> None:
    clerk = actor_of(make_clerk(cast))
    found = make_report(clerk, opens_case=False)
    with pytest.raises(InvalidInput, match="请写明原因"):
        services.end_report(actor=clerk, step=ReportStep(found.pk), ending="declined", text="")
    services.end_report(actor=clerk, step=ReportStep(found.pk), ending="direct", text="咨询垃圾清运时间，已告知")
    assert fresh(found).state is State.TO_ANSWER
    assert answer(found, clerk).state is State.ANSWERED


def test_every_reporter_of_joined_cases_is_answered_and_undoing_separates_them(cast: Cast) -> None:
    clerk, chief = actor_of(make_clerk(cast)), actor_of(cast.chief)
    first, second = make_report(clerk), make_report(clerk, text="垃圾堆成山")
    assert first.case_id is not None
    assert second.case_id is not None
    join_case(actor=chief, step=Step(second.case_id), main_case_id=first.case_id)
    deliver_events()
    assert fresh(second).state is State.IN_HAND
    assert fresh(second).current_case == first.case
    unjoin_case(actor=chief, step=Step(second.case_id), reason="不是同一处")
    deliver_events()
    assert fresh(second).current_case == second.case
    join_case(actor=chief, step=Step(second.case_id), main_case_id=first.case_id)
    close_its_case(fresh(first), cast)
    assert [fresh(each).state for each in (first, second)] == [State.TO_ANSWER] * 2
    assert answer(first, clerk).state is State.ANSWERED
    assert fresh(second).state is State.TO_ANSWER


# What whoever reported says


def test_sender_rates_by_the_link_once_it_is_over(cast: Cast) -> None:
    clerk = actor_of(make_clerk(cast))
    found = make_report(clerk)
    with pytest.raises(Refusal, match="办结后请您评价"):
        services.rate_report(token=found.token, event_id=new_id(), satisfaction="satisfied")
    close_its_case(found, cast)
    services.rate_report(token=found.token, event_id=new_id(), satisfaction="fair", is_fixed=True, text="还行")
    rated = fresh(found)
    assert (rated.satisfaction, rated.is_said_fixed) == ("fair", True)
    with pytest.raises(NotFound):
        services.rate_report(token="another", event_id=new_id(), satisfaction="fair")


def test_not_fixed_reopens_the_case_and_another_answer_is_due(cast: Cast) -> None:
    clerk = actor_of(make_clerk(cast))
    found = make_report(clerk)
    close_its_case(found, cast)
    answer(found, clerk)
    event_id = new_id()
    for _time in range(2):
        services.dispute_report(
            token=found.token, event_id=event_id, text="垃圾又堆上了，电话13812345678", photo_ids=[stored_photo(9)]
        )
    deliver_events()
    again = fresh(found)
    assert again.state is State.IN_HAND
    assert again.dispute_count == 1
    assert again.current_case is not None
    assert again.current_case.state == "filed"
    step = again.current_case.history.get(move="reopen")
    assert (step.actor_name, step.reason) == ("反映人", "垃圾又堆上了，电话138****")
    assert again.photos.count() == 1
    close_its_case(again, cast)
    assert fresh(found).state is State.TO_ANSWER


def test_not_fixed_comes_too_late_after_fifteen_days(cast: Cast) -> None:
    clerk = actor_of(make_clerk(cast))
    found = make_report(clerk)
    close_its_case(found, cast)
    answer(found, clerk)
    with replayed_at(now() + timedelta(days=16)), pytest.raises(Refusal, match="已超过15天"):
        services.dispute_report(token=found.token, event_id=new_id(), text="没有解决")
    with replayed_at(now() + timedelta(days=14)):
        services.dispute_report(token=found.token, event_id=new_id(), text="没有解决")
    assert fresh(found).dispute_count == 1


def test_what_was_declined_goes_back_to_the_desk(cast: Cast) -> None:
    clerk = actor_of(make_clerk(cast))
    found = make_report(clerk, opens_case=False)
    services.end_report(actor=clerk, step=ReportStep(found.pk), ending="declined", text="不归我们")
    services.dispute_report(token=found.token, event_id=new_id(), text="就在你们街上")
    again = fresh(found)
    assert again.state is State.RECEIVED
    assert again.accept_by > now()


def test_public_view_tells_the_course_in_plain_words_and_nothing_personal(cast: Cast) -> None:
    clerk = actor_of(make_clerk(cast))
    found = make_report(clerk, text=f"垃圾没人收，我的电话{PHONE}")
    close_its_case(found, cast)
    services.open_contact(actor=clerk, step=ReportStep(found.pk))
    answer(found, clerk)
    seen = report_by_token(token=found.token, now=now())
    assert seen.state is State.ANSWERED
    assert [step.words for step in seen.steps] == [
        "我们收到了您的反映",
        "已受理，转有关单位处理",
        "问题处理完毕",
        "已答复您",
    ]
    assert [each.text for each in seen.answers] == ["已清理干净，欢迎监督。"]
    assert seen.disputable_until is not None
    assert seen.may_rate
    told = repr(seen)
    for secret in (PHONE, "王某", "程主任", "受理员"):
        assert secret not in told


# Who reported


def test_opening_the_contact_is_a_deed_on_record(cast: Cast) -> None:
    found = make_report(actor_of(make_clerk(cast)))
    opened = services.open_contact(actor=actor_of(cast.chief), step=ReportStep(found.pk))
    assert opened.phone == PHONE
    assert AuditEntry.objects.filter(action="intake.contact", subject_id=str(found.pk)).count() == 1
    with pytest.raises(NotPermitted):
        services.open_contact(actor=actor_of(cast.leader), step=ReportStep(found.pk))


def test_contacts_are_erased_when_their_time_is_over(cast: Cast) -> None:
    clerk = actor_of(make_clerk(cast))
    over, open_still = make_report(clerk), make_report(clerk)
    close_its_case(over, cast)
    answer(over, clerk)
    assert services.erase_outdated_contacts(now=now() + timedelta(days=364)) == 0
    assert services.erase_outdated_contacts(now=now() + timedelta(days=366)) == 1
    erased = fresh(over)
    assert (bytes(erased.phone_encrypted), bytes(erased.name_encrypted), erased.phone_index) == (b"", b"", "")
    assert erased.erased_at is not None
    assert ReportEvent.objects.filter(report=over, kind="erased").exists()
    assert fresh(open_still).phone_index
    assert erased.text
