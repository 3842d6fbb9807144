"""The pages of channels, deliveries and choices, and the short link."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from uuid import uuid4

import openpyxl
import pytest

from chuangcheng.core.ids import new_id
from chuangcheng.core.models import AuditEntry, MessageChannel, MessageChoice, Notice, OutgoingMessage
from chuangcheng.core.notices import notify
from chuangcheng.core.outgoing import papers
from chuangcheng.core.outgoing.channels import fields_of
from chuangcheng.core.outgoing.letters import code_of
from chuangcheng.core.tests.messages_kit import SMS, Kind, State, channel, reachable
from chuangcheng.orgs.testing import Cast, signed_in

URL = "https://robots.example.com/hook?key=geheim"


def added(cast: Cast, kind: str = Kind.WECOM, **fields: str) -> Any:
    given = {"channel_id": str(new_id()), "name": "创城工作群", "carries": "all", "url": URL, **fields}
    return signed_in(cast.admin).post(f"/settings/channels/add/{kind}/", given)


def test_channel_is_kept_encrypted_and_off(cast: Cast) -> None:
    assert added(cast).status_code == 302
    made = MessageChannel.objects.get()
    assert not made.is_on
    assert b"geheim" not in bytes(made.secrets_encrypted)
    assert fields_of(made) == {"url": URL}
    page = signed_in(cast.admin).get("/settings/channels/").content.decode()
    assert "robots.example.com" in page
    assert "geheim" not in page
    assert "geheim" not in signed_in(cast.admin).get(f"/settings/channels/{made.pk}/").content.decode()
    assert "geheim" not in str(AuditEntry.objects.filter(action="core.keep_channel").values())


def test_secret_left_empty_stays(cast: Cast) -> None:
    added(cast)
    made = MessageChannel.objects.get()
    answer = signed_in(cast.admin).post(
        f"/settings/channels/{made.pk}/",
        {"channel_id": str(made.pk), "name": "改名", "carries": "urgent", "url": ""},
    )
    assert answer.status_code == 302
    made.refresh_from_db()
    assert (made.name, fields_of(made)["url"]) == ("改名", URL)


@pytest.mark.parametrize(
    "url", ["ftp://x/y", "file:///etc/passwd", "https://a@b/", "https://", "https://a b/", "http://{x}/", "gopher://x"]
)
def test_address_that_is_no_web_address_is_refused(cast: Cast, url: str) -> None:
    answer = added(cast, url=url)
    assert answer.status_code == 422
    assert "地址无法使用" in answer.content.decode()
    assert not MessageChannel.objects.exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"body": "{"}, "不是正确的JSON"),
        ({"body": '{"a": "{phone}"}'}, "缺少{text}"),
        ({"body": '{"a": "{phone}{text}{evil}"}'}, "不认识{evil}"),
        ({"headers": "Host: x"}, "由系统填写"),
        ({"headers": "no header"}, "每行写一个"),
        ({"success": "code"}, "字段=值"),
    ],
)
def test_gateway_that_cannot_work_is_refused_with_a_sentence(cast: Cast, change: dict[str, str], sentence: str) -> None:
    answer = added(cast, Kind.SMS, **{**SMS, **change})
    assert answer.status_code == 422
    assert sentence in answer.content.decode().replace("&#x27;", "'")


def test_trial_is_queued_once_even_before_the_channel_is_on(cast: Cast) -> None:
    added(cast)
    made, trial = MessageChannel.objects.get(), str(new_id())
    for _twice in range(2):
        assert signed_in(cast.admin).post(f"/settings/channels/{made.pk}/try", {"trial_id": trial}).status_code == 302
    assert OutgoingMessage.objects.get().state == State.WAITING


def test_trial_of_sms_asks_for_the_own_number_first(cast: Cast) -> None:
    made = channel(cast, Kind.SMS, url=URL, **SMS)
    answer = signed_in(cast.admin).post(f"/settings/channels/{made.pk}/try", {"trial_id": str(new_id())}, follow=True)
    assert "请先在人员资料里登记" in answer.content.decode()
    reachable(cast.admin)
    signed_in(cast.admin).post(f"/settings/channels/{made.pk}/try", {"trial_id": str(new_id())})
    assert OutgoingMessage.objects.get().recipient == cast.admin


def test_switching_off_asks_for_a_reason_and_drops_what_waits(cast: Cast) -> None:
    made = channel(cast, Kind.WECOM, url=URL)
    notify(person_ids=[cast.liaison.pk], key="cases:1", title="请看")
    address = f"/settings/channels/{made.pk}/switch"
    assert signed_in(cast.admin).post(address, {"reason": " "}).status_code == 422
    signed_in(cast.admin).post(address, {"reason": "群解散了"})
    row = OutgoingMessage.objects.get()
    assert (row.state, row.error) == (State.DROPPED, "渠道已停用：群解散了")
    assert "群解散了" in signed_in(cast.admin).get("/settings/channels/").content.decode()


def test_deliveries_are_listed_filtered_and_counted(cast: Cast, django_assert_max_num_queries: Any) -> None:
    made = channel(cast, Kind.WECOM, url=URL)
    for number in range(60):
        notify(person_ids=[cast.liaison.pk], key=f"cases:{number}", title=f"第{number}条")
    OutgoingMessage.objects.filter(notice_key="cases:7").update(state=State.GIVEN_UP, error="连不上它。")
    client = signed_in(cast.chief)
    with django_assert_max_num_queries(14):
        page = client.get("/messages/").content.decode()
    assert "第59条" in page
    assert "第7条" not in page, "on the second page"
    failed = client.get(f"/messages/?state=given_up&channel={made.pk}").content.decode()
    assert "连不上它。" in failed
    assert "重发" in failed
    assert "第59条" not in failed


def test_sending_again_asks_for_a_reason(cast: Cast) -> None:
    channel(cast, Kind.WECOM, url=URL)
    notify(person_ids=[cast.liaison.pk], key="cases:1", title="请看")
    OutgoingMessage.objects.update(state=State.UNCLEAR)
    row = OutgoingMessage.objects.get()
    client = signed_in(cast.chief)
    assert "请写明重发的理由" in client.post(f"/messages/{row.pk}/again", follow=True).content.decode()
    client.post(f"/messages/{row.pk}/again", {"reason": "群里没看到"})
    assert OutgoingMessage.objects.get().state == State.WAITING
    assert AuditEntry.objects.get(action="core.send_again").detail["reason"] == "群里没看到"
    assert client.post(f"/messages/{uuid4()}/again", {"reason": "x"}).status_code == 404


def test_person_chooses_for_each_group_of_news(cast: Cast) -> None:
    client = signed_in(cast.liaison)
    page = client.get("/notices/choices/").content.decode()
    assert "没有登记，收不到短信" in page
    chosen = {"cases": "now", "supervision": "now", "checks": "none", "work": "digest", "system": "none"}
    assert client.post("/notices/choices/", chosen).status_code == 302
    assert client.post("/notices/choices/", {**chosen, "cases": "none"}).status_code == 302
    assert dict(MessageChoice.objects.values_list("group", "how")) == {**chosen, "cases": "none"}
    assert client.post("/notices/choices/", {**chosen, "cases": "often"}).status_code == 422


def test_short_link_leads_its_reader_to_the_page_and_nobody_else(cast: Cast) -> None:
    notify(person_ids=[cast.liaison.pk], key="cases:1", title="请看", link="/cases/")
    code = code_of(Notice.objects.get().pk)
    answer = signed_in(cast.liaison).get(f"/n/{code}")
    assert answer["Location"] == "/cases/"
    assert Notice.objects.get().read_at is not None
    assert signed_in(cast.chief).get(f"/n/{code}").status_code == 404
    assert signed_in(cast.chief).get("/n/0")["Location"] == "/notices/?unread=1"
    assert signed_in(cast.chief).get("/n/not-a-code")["Location"] == "/notices/?unread=1"
    assert signed_in(cast.chief).get("/n/zzzzzzzzzzzz").status_code == 404


def test_api_shows_no_secrets(cast: Cast) -> None:
    made = channel(cast, Kind.WECOM, url=URL)
    client = signed_in(cast.admin)
    assert "geheim" not in client.get("/api/v1/message-channels").content.decode()
    answer = client.put(
        f"/api/v1/message-channels/{made.pk}/state",
        {"is_on": False, "reason": "换群"},
        content_type="application/json",
    )
    assert answer.json()["off_reason"] == "换群"
    answer = client.put("/api/v1/message-choices", {"cases": "now"}, content_type="application/json")
    assert answer.json()["cases"] == "now"


def test_what_did_not_arrive_stands_among_the_to_dos_of_who_may_send_again(cast: Cast) -> None:
    reachable(cast.liaison)
    channel(cast, Kind.SMS, url="https://sms.example.com/send", **SMS)
    words = "有消息未能发出或不能确定是否收到：1条"
    notify(person_ids=[cast.liaison.pk], key="a", title="请看", link="/", is_urgent=True)
    sent = OutgoingMessage.objects.get()
    assert words not in signed_in(cast.chief).get("/").content.decode()
    OutgoingMessage.objects.filter(pk=sent.pk).update(state=State.UNCLEAR)

    assert words in signed_in(cast.chief).get("/").content.decode()
    assert words not in signed_in(cast.liaison).get("/").content.decode()
    OutgoingMessage.objects.filter(pk=sent.pk).update(created_at=sent.created_at - timedelta(days=4))
    assert words not in signed_in(cast.chief).get("/").content.decode()


def test_list_is_exported_as_it_is_filtered(cast: Cast) -> None:
    made = channel(cast, Kind.WECOM, url=URL)
    for number in range(3):
        notify(person_ids=[cast.liaison.pk], key=f"cases:{number}", title=f"第{number}条，请联系13800001234")
    OutgoingMessage.objects.filter(notice_key="cases:1").update(state=State.GIVEN_UP, error="连不上它。", tries=5)
    query = f"?state=given_up&channel={made.pk}"
    page = signed_in(cast.chief).get(f"/messages/{query}").content.decode()
    assert f"/messages/workbook/{query.replace('&', '&amp;')}" in page
    for door in ("/messages/workbook/", "/api/v1/messages.xlsx"):
        answer: Any = signed_in(cast.chief).get(f"{door}{query}")
        sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
        assert sheet is not None
        cells = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
        (line,) = [row for row in cells if "未能发出" in row]
        assert "连不上它。" in line
        assert 5 in line
        assert not any("第0条" in str(cell) for row in cells for cell in row)
        assert not any("13800001234" in str(cell) for row in cells for cell in row)
    assert signed_in(cast.liaison).get("/messages/workbook/").status_code == 403


def test_export_that_is_too_long_asks_for_a_filter(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    channel(cast, Kind.WECOM, url=URL)
    for number in range(3):
        notify(person_ids=[cast.liaison.pk], key=f"cases:{number}", title=f"第{number}条")
    monkeypatch.setattr(papers, "MOST_ROWS", 2)
    answer = signed_in(cast.chief).get("/messages/workbook/")
    assert answer.status_code == 422
    assert "请先按日期" in answer.content.decode()
