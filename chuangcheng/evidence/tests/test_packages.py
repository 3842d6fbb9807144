from __future__ import annotations

import io
import zipfile
from uuid import UUID

import pytest
from django.urls import reverse
from docx import Document
from PIL import Image
from pypdf import PdfReader

from chuangcheng.core.documents.paper import Block, PageBreak, Paper, Paragraph
from chuangcheng.core.documents.pdf import write_pdf
from chuangcheng.core.documents.word import write_word
from chuangcheng.core.errors import InvalidInput, NotPermitted
from chuangcheng.core.files import open_original, public_copy, store
from chuangcheng.core.files.covers import picture_covers
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import StoredFile
from chuangcheng.core.testing import run_all_jobs
from chuangcheng.core.tests.pdf_text import pdf_text
from chuangcheng.evidence import package_pdf
from chuangcheng.evidence.package_names import safe_name
from chuangcheng.evidence.packing import Shape, start_packing
from chuangcheng.evidence.services import NewPiece, hand_in
from chuangcheng.evidence.stamping import stamped
from chuangcheng.evidence.testing import CAPTION, bring, judge, make_material, picture, proof_standard
from chuangcheng.orgs.testing import Cast, actor_of, signed_in


def packed(cast: Cast, framework_id: int, shape: Shape = "zip") -> bytes:
    """The package as a worker makes it now."""
    started = start_packing(actor=actor_of(cast.chief), framework_id=framework_id, item_id=None, shape=shape)
    done = next(job for job in run_all_jobs() if job.pk == started.pk)
    assert done.state == "done", done.message
    with open_original(StoredFile.objects.get(pk=done.result["file"])) as file:
        return file.read()


def test_a_package_holds_what_is_accepted_by_standard_with_its_papers(cast: Cast) -> None:
    standard = proof_standard()
    material = make_material(cast, standard)
    first, second, _third = bring(cast, material, 3)
    judge(cast, material, "accepted", [first, second])
    content = packed(cast, standard.framework_id)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        folder = "01 生活环境/1.1 标准1.1/"
        assert names == [
            "目录.pdf",
            f"{folder}测评材料提交表.docx",
            f"{folder}01 区城管局 分类设施实景/01 实景0.jpg",
            f"{folder}01 区城管局 分类设施实景/01 实景0（附说明）.jpg",
            f"{folder}01 区城管局 分类设施实景/02 实景1.jpg",
            f"{folder}01 区城管局 分类设施实景/02 实景1（附说明）.jpg",
        ]
        with open_original(first.file) as original:
            assert archive.read(names[2]) == original.read()
        sheet = Document(io.BytesIO(archive.read(names[1])))
        cells = [cell.text for table in sheet.tables for row in table.rows for cell in row.cells]
        assert "01 区城管局 分类设施实景/02 实景1.jpg" in cells
        assert "已全部提供" in "".join(paragraph.text for paragraph in sheet.paragraphs)
        assert "应提供材料2份，收入已认可的2份" in pdf_text(archive.read(names[0])).replace(" ", "").replace("\n", "")


def test_the_same_material_makes_the_same_bytes(cast: Cast) -> None:
    standard = proof_standard()
    material = make_material(cast, standard)
    bring(cast, material, 2)
    judge(cast, material, "accepted")
    assert packed(cast, standard.framework_id) == packed(cast, standard.framework_id)


def test_without_anything_accepted_nothing_is_packed(cast: Cast) -> None:
    standard = proof_standard()
    bring(cast, make_material(cast, standard))
    with pytest.raises(InvalidInput, match="还没有已认可"):
        start_packing(actor=actor_of(cast.chief), framework_id=standard.framework_id, item_id=None)
    with pytest.raises(NotPermitted):
        start_packing(actor=actor_of(cast.liaison), framework_id=standard.framework_id, item_id=None)
    client = signed_in(cast.chief)
    assert client.post(reverse("evidence:package")).status_code == 422


def test_a_name_from_outside_stays_a_name(cast: Cast) -> None:
    standard = proof_standard()
    material = make_material(cast, standard, count=1, title="../..\\:|<>材料")
    new = NewPiece(picture(), "..\\..\\evil.exe", CAPTION)
    hand_in(actor=actor_of(cast.liaison), material_id=material.pk, event_id=new_id(), pieces=[new])
    judge(cast, material, "accepted")
    with zipfile.ZipFile(io.BytesIO(packed(cast, standard.framework_id))) as archive:
        for name in archive.namelist():
            assert ".." not in name.split("/")
            assert not set('\\:*?"<>|') & set(name)
        assert any(name.endswith("evil.jpg") for name in archive.namelist())


def plan(pages: int) -> StoredFile:
    """A PDF of so many pages."""
    blocks: list[Block] = [Paragraph("学习计划")]
    for _number in range(pages - 1):
        blocks += [PageBreak(), Paragraph("再一页")]
    return store(write_pdf(Paper("年度工作方案", blocks)), name="方案.pdf")


def test_a_package_is_bound_as_one_pdf_with_pages_and_originals(cast: Cast) -> None:
    standard = proof_standard()
    pictures = make_material(cast, standard)
    bring(cast, pictures, 2)
    judge(cast, pictures, "accepted")
    papers = make_material(cast, standard, title="工作方案", kind="document", formats=("pdf", "word"), captions=())
    table = store(write_word(Paper("台账", [Paragraph("一")])), name="台账.docx")
    new = [NewPiece(plan(2), "方案.pdf"), NewPiece(table, "台账.docx")]
    hand_in(actor=actor_of(cast.liaison), material_id=papers.pk, event_id=new_id(), pieces=new)
    run_all_jobs()  # counts the pages
    judge(cast, papers, "accepted")
    content = packed(cast, standard.framework_id, "pdf")
    bound = PdfReader(io.BytesIO(content))
    pages = [page.extract_text().replace(" ", "").replace("\n", "") for page in bound.pages]
    assert len(pages) == 5  # contents, sheet, two pictures, two pages
    assert pages[0].endswith("标准1.144齐全2—1—")
    assert "测评材料提交表" in pages[1]
    assert "时间：2026年9月12日；地点：柳巷社区" in pages[2]
    assert "方案.pdf（第2页）" in pages[4]
    assert [getattr(each, "title", "") for each in bound.outline] == ["目录", "1.1 标准1.1"]
    ((name, (attached,)),) = bound.attachments.items()
    assert name == "1.1 02 区城管局 工作方案 02 台账.docx"
    with open_original(table) as original:
        assert attached == original.read()
    assert packed(cast, standard.framework_id, "pdf") == content


def test_a_pdf_that_would_be_too_thick_is_refused_with_what_to_do(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    standard = proof_standard()
    material = make_material(cast, standard)
    bring(cast, material, 2)
    judge(cast, material, "accepted")
    monkeypatch.setattr(package_pdf, "MOST_LEAVES", 1)
    client = signed_in(cast.chief)
    answer = client.post(reverse("evidence:package"), {"shape": "pdf"})
    assert answer.status_code == 422
    assert "请按测评项目分开，或打成压缩包" in answer.content.decode()
    assert client.post(reverse("evidence:package"), {"shape": "zip"}).status_code == 302


@pytest.mark.parametrize("shape", ["zip", "pdf"])
def test_where_somebody_hid_faces_the_copy_goes_out(shape: Shape, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    standard = proof_standard()
    material = make_material(cast, standard)
    first, second = bring(cast, material, 2)
    judge(cast, material, "accepted")
    before = packed(cast, standard.framework_id, shape)
    cover = picture(77)
    hidden: dict[UUID, UUID | None] = {first.file_id: cover.pk, second.file_id: None}
    monkeypatch.setitem(picture_covers._fillings, "test", lambda ids: {each: hidden[each] for each in ids})
    content = packed(cast, standard.framework_id, shape)
    assert content != before
    assert "其中1张照片有人遮挡过" in signed_in(cast.chief).get(reverse("evidence:package")).content.decode()
    if shape == "pdf":
        assert "面部、车牌已遮挡的副本" in pdf_text(content).replace("\n", "")
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    with open_original(cover) as copy, open_original(second.file) as original:
        originals = {copy.read(), original.read()}  # nobody hid anything in the second, which was accepted as it is
    assert originals < set(files.values())
    with open_original(first.file) as gone:
        assert gone.read() not in files.values()
    sheet = next(content for name, content in files.items() if name.endswith(".docx"))
    cells = [cell.text for table in Document(io.BytesIO(sheet)).tables for row in table.rows for cell in row.cells]
    assert sum("面部、车牌已遮挡的副本" in cell for cell in cells) == 1


def test_names_are_short_and_never_empty() -> None:
    assert safe_name("。 ..") == "_"
    assert len(safe_name("长" * 300)) == 40


def test_a_caption_stands_below_its_picture(cast: Cast) -> None:
    copy = public_copy(picture(size=(800, 600)), 1600).read_bytes()
    made = stamped(copy, {**CAPTION, "background": "很长的背景" * 40})
    assert made == stamped(copy, {**CAPTION, "background": "很长的背景" * 40})
    with Image.open(io.BytesIO(made)) as seen:
        assert seen.width == 800
        assert seen.height > 600 + 5 * 14
