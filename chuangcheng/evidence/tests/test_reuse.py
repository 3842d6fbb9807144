"""What was collected once is found again: by other requests, standards and editions, from tasks and cases."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.urls import reverse

from chuangcheng.cases.testing import case_in
from chuangcheng.core.files import store
from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import photo
from chuangcheng.evidence.models import MaterialRequest, Piece, PieceStanding
from chuangcheng.evidence.queries import offers_for, pieces_now
from chuangcheng.evidence.services import NewPiece, hand_in, void_material, withdraw_piece
from chuangcheng.evidence.testing import CAPTION, bring, judge, make_material, picture, proof_standard
from chuangcheng.orgs.testing import Cast, actor_of, signed_in
from chuangcheng.standards.services import LinkDraft, link_standards
from chuangcheng.tasks.services import Step, take_step
from chuangcheng.tasks.testing import begun_task


def accepted_piece(cast: Cast, material: MaterialRequest) -> Piece:
    """A picture that was brought and accepted."""
    piece = bring(cast, material)[0]
    judge(cast, material, "accepted")
    return piece


def offered(cast: Cast, material: MaterialRequest) -> dict[str, list[str]]:
    """What the bureau's officer is offered, by source: the records that the files belong to."""
    groups = offers_for(actor=actor_of(cast.liaison), material=material)
    return {str(group.label): [each.offer.source_label for each in group.fittings] for group in groups}


def chosen_page(person: Any, material: MaterialRequest, *offers: str) -> Any:
    return signed_in(person).get(reverse("evidence:hand_in", args=[material.pk]), {"use": offers})


def sent_form(page: Any) -> dict[str, str]:
    """The form as the browser sends it back."""
    sent = {"piece-TOTAL_FORMS": str(len(page.context["rows"])), "piece-INITIAL_FORMS": "0", "event_id": str(new_id())}
    for row in page.context["rows"]:
        sent[row.form["kept"].html_name] = row.token
        for field in row.form.caption_fields():
            sent[field.html_name] = field.value() or ""
    return sent


def test_a_piece_accepted_in_the_last_edition_is_brought_again_and_says_where_it_serves(cast: Cast) -> None:
    standard = proof_standard()
    last = make_material(cast, standard)
    piece = accepted_piece(cast, last)
    again = make_material(cast, proof_standard(edition="第2版"), title="今年的分类设施")
    assert offered(cast, again) == {"已认可的材料": [f"{last.number} {last.title}"]}
    page = chosen_page(cast.liaison, again, f"1-piece:{piece.pk}")
    assert "选用" in page.content.decode()
    sent = sent_form(page)
    assert sent["piece-0-place"] == CAPTION["place"]
    assert signed_in(cast.liaison).post(reverse("evidence:hand_in", args=[again.pk]), sent).status_code == 302
    new = again.pieces.get()
    assert (new.file_id, new.source_id) == (piece.file_id, str(last.pk))
    shown = signed_in(cast.chief).get(reverse("evidence:material", args=[again.pk])).content.decode()
    assert "取自" in shown
    assert reverse("evidence:material", args=[last.pk]) in shown
    before = signed_in(cast.chief).get(reverse("evidence:piece", args=[piece.pk])).content.decode()
    assert reverse("evidence:material", args=[again.pk]) in before
    assert f"{again.number} {again.title}（《" in before


def test_a_piece_for_a_linked_standard_of_another_programme_is_offered_and_says_how_they_are_linked(cast: Cast) -> None:
    civil = make_material(cast, proof_standard())
    accepted_piece(cast, civil)
    garden = make_material(cast, proof_standard(name="园林体系"), title="园林的设施")
    assert offered(cast, garden) == {}
    draft = LinkDraft(garden.standard_id, civil.standard_id, "covered_by")
    link_standards(actor=actor_of(cast.chief), draft=draft)
    assert offered(cast, garden) == {"已认可的材料": [f"{civil.number} {civil.title}"]}
    page = signed_in(cast.liaison).get(reverse("evidence:offers", args=[garden.pk])).content.decode()
    assert "对照：它包含本标准" in page


def test_photos_of_tasks_and_of_fixed_cases_are_offered_with_their_captions(cast: Cast) -> None:
    standard = proof_standard()
    material = make_material(cast, standard)
    task = begun_task(cast, standard_id=standard.pk)
    shot = store(photo(shade=7), name="进展.jpg")
    take_step(actor=actor_of(cast.liaison), task_id=task.pk, step=Step("report", text="完成两座", photos=[shot]))
    case = case_in("closed", cast)
    found = offered(cast, material)
    assert found["任务进展的照片"] == [f"{task.number} {task.title}"]
    assert {label.split()[0] for label in found["整改好的问题"]} == {case.number}
    group = next(
        each
        for each in offers_for(actor=actor_of(cast.liaison), material=material)
        if str(each.label) == "整改好的问题"
    )
    after = next(each for each in group.fittings if "整改后" in each.offer.source_label)
    page = chosen_page(cast.liaison, material, f"3-case:{after.offer.key}")
    signed_in(cast.liaison).post(reverse("evidence:hand_in", args=[material.pk]), sent_form(page))
    brought = material.pieces.get()
    assert (brought.source_kind, brought.source_id) == ("3-case", str(case.pk))
    assert brought.caption["place"] == case.place_text


def test_open_cases_other_units_and_withdrawn_pieces_are_not_offered(cast: Cast) -> None:
    standard = proof_standard()
    material = make_material(cast, standard)
    other = make_material(cast, standard, title="还没有审核的")
    bring(cast, other)
    case_in("fixing", cast)
    assert offered(cast, material) == {}
    page = signed_in(cast.liaison).get(reverse("evidence:offers", args=[material.pk])).content.decode()
    assert "没有找到可用的现成材料" in page


def test_a_file_of_the_wrong_kind_is_offered_with_what_is_wrong_and_cannot_be_chosen(cast: Cast) -> None:
    standard = proof_standard()
    piece = accepted_piece(cast, make_material(cast, standard))
    paper = make_material(cast, standard, title="只要文件", kind="document", formats=("pdf",), captions=())
    page = signed_in(cast.liaison).get(reverse("evidence:offers", args=[paper.pk])).content.decode()
    assert "格式不合" in page
    rows = chosen_page(cast.liaison, paper, f"1-piece:{piece.pk}").context["rows"]
    assert not any(row.token for row in rows)


@pytest.mark.parametrize(
    "offer", ["", "nobody:1", "1-piece:x", "3-case:99999999999999999999", "2-task:\0", "3-case:-1"]
)
def test_an_offer_that_is_none_gives_the_empty_form(cast: Cast, offer: str) -> None:
    page = chosen_page(cast.liaison, make_material(cast), offer)
    assert page.status_code == 200
    assert not any(row.token for row in page.context["rows"])


def test_a_piece_of_another_unit_is_neither_offered_nor_chosen_nor_found(cast: Cast) -> None:
    standard = proof_standard()
    piece = accepted_piece(cast, make_material(cast, standard))
    theirs = make_material(cast, standard, unit_id=cast.east.pk, title="东街的设施")
    stranger = cast.east_liaison
    assert not any(row.token for row in chosen_page(stranger, theirs, f"1-piece:{piece.pk}").context["rows"])
    assert signed_in(stranger).get(reverse("evidence:piece", args=[piece.pk])).status_code == 404
    found = signed_in(stranger).get("/api/v1/material-pieces", {"q": "实景"}).json()
    assert found == []


def test_the_search_finds_a_file_by_caption_and_forgets_what_was_replaced(cast: Cast) -> None:
    material = make_material(cast)
    piece = bring(cast, material)[0]
    client = signed_in(cast.chief)

    def found(**query: str) -> list[str]:
        return [row["id"] for row in client.get("/api/v1/material-pieces", query).json()]

    assert found(q="清洁家园") == []
    assert found(q="清洁家园", verdict="any") == [str(piece.pk)]
    judge(cast, material, "accepted")
    assert found(q="清洁家园") == [str(piece.pk)]
    assert found(q="清洁家园", looks="document") == []
    assert found(q="志愿者") == []  # names of people are not indexed
    page = client.get(reverse("evidence:pieces"), {"q": "柳巷"}).content.decode()
    assert reverse("evidence:piece", args=[piece.pk]) in page


def test_offers_are_kept_and_handed_in_over_the_api_all_or_none(cast: Cast) -> None:
    standard = proof_standard()
    piece = accepted_piece(cast, make_material(cast, standard))
    material = make_material(cast, standard, title="再要一次")
    client, base = signed_in(cast.liaison), f"/api/v1/materials/{material.pk}"
    offers = client.get(f"{base}/offers").json()
    assert [row["file_id"] for row in offers] == [str(piece.file_id)]

    def post(address: str, body: dict[str, Any]) -> Any:
        return client.post(address, json.dumps(body), content_type="application/json")

    assert post(f"{base}/kept-offers", {"offers": [offers[0]["offer"], "1-piece:x"]}).status_code == 422
    kept = post(f"{base}/kept-offers", {"offers": [offers[0]["offer"]]}).json()
    handed = post(f"{base}/pieces", {"pieces": [{"token": kept[0]["token"], "caption": kept[0]["caption"]}]})
    assert handed.status_code == 201
    assert handed.json()["pieces"][0]["source_kind"] == "1-piece"


@pytest.mark.parametrize("count", [2, 10])
def test_looking_for_what_is_there_costs_the_same_for_many(
    cast: Cast, count: int, django_assert_max_num_queries: Any
) -> None:
    standard = proof_standard()
    material = make_material(cast, standard, count=20)
    bring(cast, material, count)
    judge(cast, material, "accepted")
    again = make_material(cast, standard, title="再要一次")
    client, chief = signed_in(cast.liaison), signed_in(cast.chief)
    # Six sources of offers, in one query each, are asked beside what the request itself takes.
    for address, most in ((reverse("evidence:offers", args=[again.pk]), 15), (reverse("evidence:pieces"), 15)):
        client.get(address)
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200
    with django_assert_max_num_queries(15):
        chief.get(reverse("evidence:pieces"), {"q": "实景"})


def test_what_stands_is_what_the_facts_say_after_every_step(cast: Cast) -> None:
    material = make_material(cast, count=3)

    def stands() -> bool:
        told = dict(PieceStanding.objects.filter(piece__request=material).values_list("piece", "verdict"))
        return told == {each.piece.pk: each.verdict for each in pieces_now(material)}

    first, second, third = bring(cast, material, 3)
    assert stands()
    judge(cast, material, "accepted", [first])
    judge(cast, material, "returned", [second])
    assert stands()
    officer = actor_of(cast.liaison)
    withdraw_piece(actor=officer, material_id=material.pk, event_id=new_id(), piece_id=third.pk)
    mended = [NewPiece(picture(99), "补.jpg", CAPTION, replaces=second.pk)]
    hand_in(actor=officer, material_id=material.pk, event_id=new_id(), pieces=mended)
    judge(cast, material, "returned", [first])
    assert stands()
    assert PieceStanding.objects.count() == 2
    void_material(actor=actor_of(cast.chief), material_id=material.pk, event_id=new_id(), reason="不再需要")
    assert not PieceStanding.objects.exists()
