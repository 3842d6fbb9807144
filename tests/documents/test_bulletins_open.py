"""Bulletins of every kind opened by LibreOffice: red head, numbers, ranking, native chart, photos, imprint; slides."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from chuangcheng.core.files import PHOTOS, store
from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import photo
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.reports.figures import PhotoPair
from chuangcheng.reports.periods import LABELS, Kind
from chuangcheng.reports.services import WordsGiven, change_bulletin, move_bulletin
from chuangcheng.reports.testing import make_bulletin, make_figures
from tests.documents.opening import A4, Expected, check_papers, converted, fetch, output_of, pages_of

TEXTS = (
    "各有关单位：",
    "一、总体情况",
    "1,234",
    "91.00%",
    "东关街道（97.50%）",
    "工作要求",
    "抄送：区委、区政府。",
    "印发",
)


@pytest.mark.documents
def test_a_bulletin_of_every_kind_opens_in_word_and_pdf(cast: Cast, folder: Path) -> None:
    check_papers(folder, [paper for kind in Kind for paper in _papers(cast, kind)])


@pytest.mark.documents
def test_slides_open_with_a_page_for_each_part(cast: Cast, folder: Path) -> None:
    made = make_bulletin(cast, figures=make_figures(photos=_pairs()))
    deck = folder / "会议材料-月通报.pptx"
    deck.write_bytes(fetch(cast.chief, f"/bulletins/{made.pk}/slides.pptx"))
    converted(folder, [deck])
    told = "".join(output_of(["pdftotext", "-layout", str(deck.with_suffix(".pdf")), "-"]).split())
    named = ("主要数据", "各单位按期结案排名", "街道榜（2026年9月）", "整改前", "请各单位对照落实")
    for text in (*named, "1,234件", "东关街道"):
        assert text in told
    pages, sizes = pages_of(deck.with_suffix(".pdf"))
    assert (pages, len(sizes)) == (11, 1)
    assert not sizes & A4


def _papers(cast: Cast, kind: Kind) -> Iterator[Expected]:
    made = make_bulletin(cast, kind=kind, figures=make_figures(kind, photos=_pairs()))
    office = actor_of(cast.chief)
    given = WordsGiven(
        made.title,
        made.masthead,
        made.issuer,
        made.recipients,
        copies="区委、区政府",
        opening="现将有关情况通报如下。",
        demands="各单位要对照问题抓紧整改。\n超期的问题本周内办结。",
        case_ids=made.case_ids,
    )
    change_bulletin(actor=office, bulletin_id=made.pk, given=given)
    move_bulletin(actor=office, bulletin_id=made.pk, code="submit")
    move_bulletin(actor=actor_of(cast.leader), bulletin_id=made.pk, code="approve")
    for ending in ("docx", "pdf"):
        address = f"/bulletins/{made.pk}/paper.{ending}"
        yield Expected(f"{LABELS[kind]}-{ending}.{ending}", partial(fetch, cast.chief, address), TEXTS, (3, 8))


def _pairs() -> tuple[PhotoPair, ...]:
    shots = [store(photo(scene=at, size=(640, 480)), name="a.jpg", limits=PHOTOS) for at in range(4)]
    return tuple(
        PhotoPair(str(new_id()), f"2026-{at}", "建设路东段", "占道经营", "2026-09-20", str(one.pk), str(other.pk))
        for at, (one, other) in enumerate(zip(shots[::2], shots[1::2], strict=True))
    )
