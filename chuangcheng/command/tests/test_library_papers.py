"""The parts of a collection in Excel, whatever was written in it."""

from __future__ import annotations

from chuangcheng.command.models import LibraryDocument, WorkAnswer
from chuangcheng.command.testing import make_collection
from chuangcheng.core.sheets import read_book
from chuangcheng.orgs.testing import Cast, signed_in

HOSTILE = "=1+1 {{ 7*7 }} <b>&amp;</b> @SUM(A1)"
TEXT = "在动员会上的讲话\n\n各街道要于9月底前完成排查。\n"


def test_parts_and_answered_sentences_stand_in_excel(cast: Cast) -> None:
    found = make_collection(cast, TEXT)
    LibraryDocument.objects.filter(collection=found).update(title=HOSTILE, source=HOSTILE)
    document = found.documents.first()
    assert document is not None
    WorkAnswer.objects.create(document=document, quotation=HOSTILE, reason=HOSTILE, answered_by=cast.chief)
    browser = signed_in(cast.chief)
    contents = []
    for address in (f"/command/library/collections/{found.pk}", f"/api/v1/collections/{found.pk}"):
        answer = browser.get(f"{address}/parts.xlsx")
        assert answer.status_code == 200
        contents.append(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    for content in contents:
        sheets = {sheet.name: sheet.rows for sheet in read_book(content, name="a.xlsx").sheets}
        assert any(HOSTILE in row for row in sheets["篇目"])
        assert any(HOSTILE in row for row in sheets["任务语句"])
        assert b"<f>" not in content
    assert signed_in(cast.liaison).get(f"/command/library/collections/{found.pk}/parts.xlsx").status_code in {403, 404}
