from __future__ import annotations

import io
import zipfile

import pytest
from django.urls import reverse
from docx import Document
from PIL import Image

from chuangcheng.core.errors import InvalidInput, NotPermitted
from chuangcheng.core.files import open_original, public_copy
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import StoredFile
from chuangcheng.core.testing import run_all_jobs
from chuangcheng.core.tests.pdf_text import pdf_text
from chuangcheng.evidence.packing import safe_name, start_packing
from chuangcheng.evidence.services import NewPiece, hand_in
from chuangcheng.evidence.stamping import stamped
from chuangcheng.evidence.testing import CAPTION, bring, judge, make_material, picture, proof_standard
from chuangcheng.orgs.testing import Cast, actor_of, signed_in


def packed(cast: Cast, framework_id: int) -> bytes:
    """The package as a worker makes it now."""
    started = start_packing(actor=actor_of(cast.chief), framework_id=framework_id, item_id=None)
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
