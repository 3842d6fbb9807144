"""The supervision order is printed by the template that the office put into force."""

from __future__ import annotations

import io

import docx
from django.core.files.uploadedfile import SimpleUploadedFile

from chuangcheng.cases.testing import case_in
from chuangcheng.core.documents.office_templates import example_data, template_kinds
from chuangcheng.core.documents.template_checks import tag_findings
from chuangcheng.core.documents.word_templates import fill_word
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast, actor_of, make_person, signed_in
from chuangcheng.reports.services import use_default, use_template
from chuangcheng.reports.testing import make_template, word_template
from chuangcheng.supervision.services.orders import MoveGiven, OrderGiven, draft_order, move_order

KIND = "supervision_order"
TITLE = "关于<b>垃圾</b>{{ 7*7 }}的督办 =1+1"


def _order(cast: Cast) -> str:
    """Address of an issued order about a case."""
    office, case = actor_of(cast.chief), case_in("fixing", cast)
    given = OrderGiven(
        unit_id=cast.sanitation.pk, title=TITLE, grounds="超期", requirement="立即清运", case_ids=[case.pk]
    )
    order = draft_order(actor=office, order_id=new_id(), given=given)
    move_order(actor=office, order_id=order.pk, given=MoveGiven(new_id(), "issue"))
    return f"/api/v1/supervision-orders/{order.pk}/paper.docx"


def _paper(cast: Cast, address: str) -> docx.document.Document:
    answer = signed_in(cast.chief).get(address)
    assert answer.status_code == 200
    return docx.Document(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]


def _text(paper: docx.document.Document) -> str:
    return "\n".join(each.text for each in paper.paragraphs)


def _use(cast: Cast, content: bytes) -> None:
    template = make_template(cast, content, kind=KIND)
    use_template(actor=actor_of(cast.chief), use_id=new_id(), template_id=template.pk, from_on=today())


def test_an_order_follows_the_template_in_force_when_it_was_issued(cast: Cast) -> None:
    before = _order(cast)
    own = word_template("本区督办红头", "{{ 被督办单位 }}：{{ 事由 }}", "{{ 要求 }}{{ 反馈期限 }}", "{{ 问题表 }}")
    _use(cast, own)
    after = _order(cast)
    assert "本区督办红头" not in _text(_paper(cast, before))
    paper = _paper(cast, after)
    assert "本区督办红头" in _text(paper)
    assert TITLE in _text(paper)
    assert any("东关" in cell.text or cell.text for table in paper.tables for cell in table.rows[1].cells)
    use_default(actor=actor_of(cast.chief), use_id=new_id(), kind=KIND, from_on=today(), reason="改回")
    assert "本区督办红头" in _text(_paper(cast, after))
    assert "本区督办红头" not in _text(_paper(cast, _order(cast)))


def test_the_default_template_prints_what_the_paper_without_one_says(cast: Cast) -> None:
    kind = template_kinds.get(KIND)
    assert kind is not None
    plain = _paper(cast, _order(cast))
    _use(cast, kind.default())
    again = _paper(cast, _order(cast))
    said = [line.strip() for line in _text(again).splitlines() if line.strip() and "〔" not in line]
    assert said == [line.strip() for line in _text(plain).splitlines() if line.strip() and "〔" not in line]
    assert len(again.tables) == len(plain.tables)


def test_its_tags_are_told_with_examples_that_fill_it(cast: Cast) -> None:
    kind = template_kinds.get(KIND)
    assert kind is not None
    assert tag_findings(kind.default(), kind.tags()) == []
    content = fill_word(template=kind.default(), data=example_data(kind.tags()))
    assert "东关路占道经营反复超期" in _text(docx.Document(io.BytesIO(content)))
    page = signed_in(cast.chief).get(f"/paper-templates/{KIND}/").content.decode()
    assert all(tag.name in page for tag in kind.tags())


def test_the_office_of_orders_changes_their_template_and_those_of_letters_only(cast: Cast) -> None:
    officer = make_person("督查一员", unit=cast.place, role="government_supervision")
    browser = signed_in(officer)
    listed = browser.get("/paper-templates/").content.decode()
    assert ("督办单" in listed, "问责文书" in listed, "月通报" in listed) == (True, True, False)
    assert browser.get("/paper-templates/bulletin_monthly/").status_code == 403
    own = word_template("督查室红头", "{{ 事由 }}")
    uploaded = SimpleUploadedFile("督办单.docx", own)
    answer = browser.post(f"/paper-templates/{KIND}/", {"id": str(new_id()), "file": uploaded})
    assert answer.status_code == 302, answer.content.decode()
    used = browser.post(answer["Location"], {"from_on": today().isoformat(), "use_id": str(new_id())})
    assert used.status_code == 302, used.content.decode()
    assert "督查室红头" in _text(_paper(cast, _order(cast)))
    foreign = make_template(cast)
    assert browser.get(f"/paper-templates/trials/{foreign.pk}/").status_code == 404
    asked = {"from_on": today().isoformat()}
    answer = browser.post(f"/api/v1/paper-templates/trials/{foreign.pk}/use", asked, content_type="application/json")
    assert answer.status_code == 404


def test_who_only_signs_orders_changes_no_template(cast: Cast) -> None:
    assert signed_in(cast.inspector).get(f"/paper-templates/{KIND}/").status_code == 403
