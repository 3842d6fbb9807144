"""文库与讲话 in the browser: a collection is parted, a sentence becomes a task, a speech is drafted."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from docx import Document
from playwright.sync_api import expect

from chuangcheng.core.times import today
from tests.journeys.visitors import Visitors

COLLECTION = re.compile(r"/command/library/collections/[0-9a-f-]{36}/$")
SPEECH = re.compile(r"/command/speeches/[0-9a-f-]{36}/$")


@pytest.mark.journey("H5")
def test_a_collection_gives_tasks_and_a_speech_its_figures(visitors: Visitors, tmp_path: Path) -> None:
    mark, due = uuid4().hex[:6], today() + timedelta(days=12)
    sentence = f"区城管局要于{due.year}年{due.month}月{due.day}日前更换果皮箱{mark}。"
    file = tmp_path / f"旅程选编{mark}.txt"
    first = f"在旅程动员会{mark}上的讲话\n（2026年3月5日）\n同志们，请大家认真听。\n{sentence}\n— 1 —\n\n"
    file.write_text(f"{first}在旅程点评会{mark}上的讲话\n（2026年6月8日）\n各单位要高度重视，把工作做好做实。\n")
    office, leader = visitors.on_pc("chuangchengban"), visitors.on_pc("lingdao")

    page = office.opens("/command/library/")
    page.get_by_role("link", name="上传合集").first.click()
    page.get_by_label("文件").set_input_files(file)
    page.get_by_role("button", name="上传").click()
    page.wait_for_url(COLLECTION)
    expect(page.get_by_text("建议拆成2篇")).to_be_visible(timeout=300_000)
    page.get_by_role("button", name="核对无误，入库").click()
    page.get_by_role("link", name=f"在旅程动员会{mark}上的讲话").click()
    expect(page.locator("mark.text-work")).to_have_text(sentence)

    page.get_by_role("link", name="从讲话生成任务").click()
    page.get_by_label("转成任务").check()
    page.get_by_role("button", name="勾选的转成任务").click()
    page.locator("#given a").first.click()
    expect(page.get_by_text(sentence).first).to_be_visible()
    expect(page.get_by_role("link", name=f"在旅程动员会{mark}上的讲话").first).to_be_visible()

    page = leader.opens(f"/command/library/?q=果皮箱{mark}")
    expect(page.locator("mark.text-hit").first).to_be_visible()

    page = office.opens("/command/speeches/new/")
    page.get_by_label("会议类别").select_option("review")
    page.get_by_label("讲话领导").select_option(index=1)
    page.get_by_label("标题").fill(f"旅程讲话{mark}")
    page.get_by_role("button", name="起草").click()
    page.wait_for_url(SPEECH)
    expect(page.get_by_text("三点意见")).to_be_visible()
    page.get_by_text("Word", exact=True).click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="核对稿（带数据来源）").click()
    words = [paragraph.text for paragraph in Document(str(waiting.value.path())).paragraphs]
    assert f"旅程讲话{mark}" in words
