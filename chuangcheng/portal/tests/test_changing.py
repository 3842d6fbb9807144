"""By their link residents put their report right, have their contact erased, or take it back; each on record."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.dated_settings import change_setting
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import AuditEntry
from chuangcheng.core.times import today
from chuangcheng.intake.models import Report
from chuangcheng.intake.services import contact_of
from chuangcheng.intake.testing import answer, close_its_case, fresh, make_clerk
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.portal.models import Submission
from chuangcheng.portal.testing import decided, sent

PHONE = "19900000003"


def told(**fields: Any) -> Submission:
    return sent(name="赵某", phone=PHONE, email="a@example.cn", **fields)


def press(submission: Submission, name: str, **fields: Any) -> Any:
    address = reverse(f"portal:{name}", args=[submission.report.token])
    return Client().post(address, {"event_id": str(new_id()), **fields})


def page_of(submission: Submission) -> str:
    return Client().get(reverse("portal:progress", args=[submission.report.token])).content.decode()


def test_words_place_and_phone_are_put_right_with_a_reason_and_the_desk_is_told(cast: Cast) -> None:
    submission = told()
    clerk = make_clerk(cast)
    assert press(submission, "correct", text="路灯不亮", reason="").status_code == 422
    answered = press(
        submission, "correct", text="路灯不亮", place_text="东关大街21号", phone="19900000004", reason="写错门牌"
    )
    assert answered.status_code == 302
    report = fresh(submission.report)
    assert (report.text, report.place_text) == ("路灯不亮", "东关大街21号")
    assert contact_of(report).phone == "19900000004"
    assert contact_of(report).name == "赵某"
    event = report.history.get(kind="changed")
    assert (event.actor_name, event.text) == ("反映人", "写错门牌")
    assert PHONE not in str(event.data)
    assert AuditEntry.objects.filter(action="intake.changed").exists()
    assert clerk.notices.filter(title__contains="更正了内容").exists()
    assert "登记作了更正" in page_of(submission)


def test_nothing_changed_is_said(cast: Cast) -> None:
    assert "没有改动" in press(told(), "correct", reason="看看").content.decode()


def test_the_contact_is_erased_only_when_confirmed_and_the_report_stays(cast: Cast) -> None:
    submission = told()
    assert press(submission, "erase").status_code == 422
    assert contact_of(fresh(submission.report)).phone == PHONE
    assert press(submission, "erase", sure="1").status_code == 302
    report = fresh(submission.report)
    assert (bytes(report.phone_encrypted), report.phone_index, contact_of(report).name) == (b"", "", "")
    assert report.text == submission.report.text
    assert report.case_id is not None
    assert AuditEntry.objects.filter(action="intake.erased").exists()
    shown = page_of(submission)
    assert "您的联系方式已清除" in shown
    assert "清除我的联系方式" not in shown
    assert "没有保存您的联系方式" in press(submission, "erase", sure="1").content.decode()
    assert "不能再登记" in press(submission, "correct", phone=PHONE, reason="还是留下").content.decode()


def test_by_the_setting_the_contact_is_erased_once_it_is_answered(cast: Cast) -> None:
    change_setting(
        actor=SYSTEM, key="intake.erase_on_request", value="after_answer", valid_from=today(), reason="先答复。"
    )
    submission = told()
    assert "答复以后可以清除" in press(submission, "erase", sure="1").content.decode()
    close_its_case(fresh(submission.report), cast)
    answer(fresh(submission.report), actor_of(make_clerk(cast)), way="page")
    assert press(submission, "erase", sure="1").status_code == 302
    assert not contact_of(fresh(submission.report)).phone


def test_taken_back_nothing_is_public_and_no_answer_is_due_but_the_problem_goes_on(cast: Cast) -> None:
    submission = decided(told(), actor_of(cast.chief))
    assert press(submission, "withdraw_report", sure="1", reason="").status_code == 422
    assert press(submission, "withdraw_report", reason="邻居已收走").status_code == 422
    event = {"event_id": str(new_id()), "sure": "1", "reason": "邻居已收走"}
    for _press in range(2):
        assert press(submission, "withdraw_report", **event).status_code == 302
    report, submission = fresh(submission.report), Submission.objects.get(pk=submission.pk)
    assert submission.standing == Submission.Standing.HIDDEN
    assert submission.text == submission.words == ""
    assert report.needs_answer is False
    assert contact_of(report).phone == ""
    assert report.current_case is not None
    assert report.current_case.state == "reported"
    assert report.history.filter(kind="withdrawn").count() == 1
    assert "您撤回了反映" in page_of(Submission.objects.select_related("report").get(pk=submission.pk))
    assert "已经撤回" in press(submission, "withdraw_report", sure="1", reason="再撤").content.decode()


def test_taken_back_before_anybody_looked_it_ends_without_a_case(cast: Cast) -> None:
    submission = told(website="http://spam.example")
    assert submission.report.case_id is None
    assert press(submission, "withdraw_report", sure="1", reason="发错了").status_code == 302
    report = fresh(submission.report)
    assert (report.ending, report.case_id) == (Report.Ending.WITHDRAWN, None)
    shown = page_of(submission)
    assert "已撤回" in shown
    assert "没有解决，要求重办" not in shown
    assert "您满意吗" not in shown


def test_what_has_ended_is_neither_corrected_nor_taken_back(cast: Cast) -> None:
    submission = told()
    close_its_case(fresh(submission.report), cast)
    assert "已经办结" in press(submission, "correct", text="改", reason="改").content.decode()
    assert "已经办结" in press(submission, "withdraw_report", sure="1", reason="不要了").content.decode()


def test_another_link_changes_nothing(cast: Cast) -> None:
    submission = told()
    for name in ("correct", "erase", "withdraw_report"):
        address = reverse(f"portal:{name}", args=[submission.report.token[:-1] + "x"])
        assert Client().post(address, {"event_id": str(new_id()), "sure": "1", "reason": "a"}).status_code == 404
    assert contact_of(fresh(submission.report)).phone == PHONE
