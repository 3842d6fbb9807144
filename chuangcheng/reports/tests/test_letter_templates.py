"""Letters of accountability and commendation are printed by the template that the office put into force."""

from __future__ import annotations

import io
from datetime import timedelta

import docx
import pytest

from chuangcheng.core.documents.office_templates import example_data, template_kinds
from chuangcheng.core.documents.template_checks import tag_findings
from chuangcheng.core.documents.word_templates import fill_word
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast, actor_of, make_person, signed_in
from chuangcheng.reports.services import use_template
from chuangcheng.reports.testing import make_template, word_template
from chuangcheng.supervision.services.accountability import (
    DecisionGiven,
    MatterGiven,
    decide_matter,
    propose_matter,
)

KINDS = ("accountability_letter", "commendation_letter")
FACTS = "现场<b>无人</b>{{ 7*7 }}处置 =1+1"


def _letter(cast: Cast, *, ground: str, grade: str) -> str:
    """The letter of a decision about the sanitation bureau, as text."""
    given = MatterGiven(cast.sanitation.pk, ground, today(), grade, "head", "督查发现")
    matter = propose_matter(actor=actor_of(cast.chief), matter_id=new_id(), given=given)
    other = make_person(f"d{matter.pk.hex[-6:]}", unit=cast.place, role="government_supervision", name="督主任")
    decision = DecisionGiven(
        event_id=new_id(),
        grade=grade,
        facts=FACTS,
        head_post_id=cast.liaison.posts.get().pk,
        expires_on=today() + timedelta(days=90),
    )
    decide_matter(actor=actor_of(other), matter_id=matter.pk, given=decision)
    answer = signed_in(cast.chief).get(f"/api/v1/accountability/{matter.pk}/paper.docx")
    paper = docx.Document(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    return "\n".join(each.text for each in paper.paragraphs)


def test_a_letter_follows_the_template_of_its_kind(cast: Cast) -> None:
    content = word_template("本区问责红头", "{{ 单位 }}：{{ 事实 }}", "{{ 决定 }}{{ 申诉 }}", "{{ 依据 }}")
    template = make_template(cast, content, kind=KINDS[0])
    use_template(actor=actor_of(cast.chief), use_id=new_id(), template_id=template.pk, from_on=today())
    blame = _letter(cast, ground="weak", grade="criticism")
    assert "本区问责红头" in blame
    assert FACTS in blame
    praise = _letter(cast, ground="leading", grade="commendation")
    assert "本区问责红头" not in praise
    assert "名列前茅表彰决定" in praise


@pytest.mark.parametrize("code", KINDS)
def test_the_default_template_is_filled_by_the_examples_and_the_last_letter(cast: Cast, code: str) -> None:
    kind = template_kinds.get(code)
    assert kind is not None
    assert tag_findings(kind.default(), kind.tags()) == []
    filled = docx.Document(io.BytesIO(fill_word(template=kind.default(), data=example_data(kind.tags()))))
    assert "行动迟缓约谈通知书" in "\n".join(each.text for each in filled.paragraphs)
    _letter(cast, ground="weak", grade="criticism")
    _letter(cast, ground="leading", grade="reward")
    tried = docx.Document(io.BytesIO(kind.trial(actor_of(cast.chief), kind.default())))
    assert FACTS in "\n".join(each.text for each in tried.paragraphs)
    page = signed_in(cast.chief).get(f"/paper-templates/{code}/").content.decode()
    assert all(tag.name in page for tag in kind.tags())
