from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from chuangcheng.core.testing import run_all_jobs
from chuangcheng.core.times import today
from chuangcheng.inspections.testing import Field, bring_to, make_field, make_round, make_visit
from chuangcheng.orgs.testing import Cast, signed_in
from chuangcheng.scoring.models import StoredSheet
from chuangcheng.scoring.queries import SheetChoice, places_of
from chuangcheng.scoring.services import keep_all_sheets
from chuangcheng.standards.models import Duty, NegativeEntry, Part

pytestmark = pytest.mark.django_db


@pytest.fixture
def field(cast: Cast) -> Field:
    """Markets with one visit that found litter; 1.1 and 1.2 pass, 2.1 half."""
    made = make_field(cast, sites=2)
    for standard in made.standards.values():
        Part.objects.create(standard=standard, method="实地考察", share=Decimal(1), rule="pass_rate", order=0)
    visit = make_visit(cast, made, make_round(cast, made, state="running"), litter={"faults": 3})
    bring_to(cast, visit.round, "released")
    return made


def page(client: Client, name: str, *args: Any, query: str = "") -> str:
    response = client.get(reverse(f"scoring:{name}", args=args) + query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_losses_name_units_sites_and_the_way_back(cast: Cast, field: Field) -> None:
    Duty.objects.create(
        standard=field.standards["2.1"], unit=cast.sanitation, kind="lead", starts_on=today() - timedelta(days=9)
    )
    shown = page(signed_in(cast.chief), "losses", field.framework.pk)

    assert "2.50" in shown
    assert cast.sanitation.name in shown
    assert "窗口内全部检查都计入，再有一次合格约得0.83分。" in shown
    assert f"/scores/standards/{field.standards['2.1'].pk}/?verdict=fail#checks" in shown


def test_unknown_parts_tell_since_when(cast: Cast, field: Field) -> None:
    field.framework.window_from = today() + timedelta(days=1)
    field.framework.save()
    shown = page(signed_in(cast.chief), "losses", field.framework.pk)

    assert f"{today().isoformat()}以后没有检查" in shown
    assert "已知部分没有失分" in shown


def test_bulletin_says_the_same_as_the_sheet(cast: Cast, field: Field) -> None:
    client = signed_in(cast.chief)
    response = client.get(reverse("scoring:download_bulletin", args=[field.framework.pk]))
    document = Document(io.BytesIO(b"".join(response)))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)

    assert "总分83.33分（百分制）" in text
    assert any("2.50" in cell.text for row in document.tables[-1].rows for cell in row.cells)


def test_sheet_is_kept_by_a_press_and_stays_as_it_was(cast: Cast, field: Field) -> None:
    client = signed_in(cast.chief)
    answer = client.post(reverse("scoring:keep_sheet", args=[field.framework.pk]))
    made = StoredSheet.objects.get()
    visit = make_visit(cast, field, make_round(cast, field, state="running", name="又一轮"), litter={"faults": 0})
    bring_to(cast, visit.round, "released")

    assert answer["Location"] == reverse("scoring:stored", args=[made.pk])
    assert "83.33" in page(client, "stored", made.pk)
    assert "83.33" not in page(client, "sheet", field.framework.pk)


def test_units_are_compared_with_the_change_since_a_day(cast: Cast, field: Field) -> None:
    for days in (7, 0):
        keep_all_sheets(framework=field.framework, choice=SheetChoice(today() - timedelta(days=days)))
    client = signed_in(cast.chief)
    shown = page(client, "compare", field.framework.pk)
    answer = client.get(f"/api/v1/scores/{field.framework.pk}/compared?kind=street").json()

    assert "83.33" in shown
    assert [line["place"] for line in answer] == sorted(line["place"] for line in answer)
    assert answer[0]["total"] == "83.33"


def test_all_units_are_computed_by_a_press(cast: Cast, field: Field) -> None:
    client = signed_in(cast.chief)
    client.post(reverse("scoring:keep_all", args=[field.framework.pk]))
    client.post(reverse("scoring:keep_all", args=[field.framework.pk]))

    assert len(run_all_jobs()) == 1
    assert StoredSheet.objects.filter(subject__isnull=False).exists()


def test_empty_pages_say_who_brings_what(cast: Cast, field: Field) -> None:
    assert "还没有留存的得分表" in page(signed_in(cast.leader), "compare", field.framework.pk)


def test_standing_hit_is_told_on_every_page_and_paper_with_the_score(cast: Cast, field: Field) -> None:
    from chuangcheng.scoring.tests.test_negative import standing

    entry = NegativeEntry.objects.create(framework=field.framework, code="N1", text="事故", sanction="void", order=1)
    standing(cast, entry)
    client, key = signed_in(cast.chief), field.framework.pk
    keep_all_sheets(framework=field.framework, choice=SheetChoice(today()))
    kept = StoredSheet.objects.get(subject=None)

    for shown in (
        page(client, "sheet", key),
        page(client, "losses", key),
        page(client, "compare", key),
        page(client, "negative", key),
        page(client, "stored", kept.pk),
    ):
        assert "无效" in shown
    for address in (f"/scores/{key}", f"/scores/{key}/losses", f"/kept-sheets/{kept.pk}"):
        assert client.get(f"/api/v1{address}").json()["void"] is True
    paper = client.get(reverse("scoring:download_bulletin", args=[key]))
    words = "".join(each.text for each in Document(io.BytesIO(b"".join(paper))).paragraphs)
    assert "结果无效：负面清单N1成立" in words


def test_places_with_ties() -> None:
    totals = {1: Decimal(90), 2: Decimal(95), 3: Decimal(90), 4: None, 5: Decimal(80)}

    assert places_of(totals) == {2: 1, 1: 2, 3: 2, 5: 4}
