from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted, Refusal
from chuangcheng.core.files import store
from chuangcheng.core.ids import new_id
from chuangcheng.core.models.append_only import AppendOnlyViolated
from chuangcheng.core.times import today
from chuangcheng.evidence.models import MaterialEvent, MaterialRequest, Piece
from chuangcheng.evidence.queries import may_read_file, pieces_now, story_of, waiting_materials
from chuangcheng.evidence.services import (
    Judged,
    LinesRefused,
    NewMaterial,
    NewPiece,
    ask_for_materials,
    change_material,
    hand_in,
    review_material,
    void_material,
    withdraw_piece,
)
from chuangcheng.evidence.testing import CAPTION, asked, bring, judge, make_material, picture, proof_standard
from chuangcheng.evidence.workflow import Mark
from chuangcheng.orgs.testing import Cast, actor_of


def test_the_same_requests_twice_are_made_once(cast: Cast) -> None:
    lines = [NewMaterial(new_id(), asked(cast, proof_standard()))]
    first = ask_for_materials(actor=actor_of(cast.chief), lines=lines)
    assert ask_for_materials(actor=actor_of(cast.chief), lines=lines) == first
    assert MaterialRequest.objects.count() == MaterialEvent.objects.count() == 1
    with pytest.raises(NotPermitted):
        ask_for_materials(actor=actor_of(cast.liaison), lines=[NewMaterial(new_id(), lines[0].asked)])


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"title": " "}, "要什么材料"),
        ({"unit_id": None}, "责任单位"),
        ({"due_on": None}, "提交时限"),
        ({"count": 0}, "份数"),
        ({"formats": ()}, "文件格式"),
        ({"formats": ("exe",)}, "exe"),
        ({"captions": ("mood",)}, "mood"),
        ({"megabytes": 1000}, "大小"),
        ({"first_on": today(), "last_on": today() - timedelta(days=1)}, "起日"),
    ],
)
def test_a_request_that_lacks_something_is_refused_in_a_sentence(
    more: dict[str, Any], sentence: str, cast: Cast
) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        make_material(cast, **more)
    assert not MaterialRequest.objects.exists()


def test_each_wrong_line_is_named_and_none_is_made(cast: Cast) -> None:
    good = asked(cast, proof_standard())
    lines = [NewMaterial(new_id(), each) for each in (good, replace(good, title=""), replace(good, unit_id=0))]
    with pytest.raises(LinesRefused) as refused:
        ask_for_materials(actor=actor_of(cast.chief), lines=lines)
    assert set(refused.value.problems) == {2, 3}
    assert not MaterialRequest.objects.exists()


def test_material_goes_from_asked_to_accepted(cast: Cast) -> None:
    material = make_material(cast)
    assert material.state == "asked"
    bring(cast, material, 2)
    assert (material.state, material.waiting_count) == ("to_review", 2)
    judge(cast, material, "accepted")
    assert (material.state, material.accepted_count, material.waiting_count) == ("accepted", 2, 0)


def test_a_returned_piece_is_replaced_by_its_next_version(cast: Cast) -> None:
    material = make_material(cast, count=1)
    piece = bring(cast, material)[0]
    judge(cast, material, "returned", [piece])
    assert material.state == "returned"
    new = NewPiece(picture(7), "重拍.jpg", CAPTION, piece.pk)
    hand_in(actor=actor_of(cast.liaison), material_id=material.pk, event_id=new_id(), pieces=[new])
    material.refresh_from_db()
    assert material.state == "to_review"
    story = story_of(material)
    assert [each.piece.name for each in story.pieces] == ["重拍.jpg"]
    assert [each.piece.pk for each in story.earlier[story.pieces[0].piece.pk]] == [piece.pk]
    again = NewPiece(picture(8), "再拍.jpg", CAPTION, piece.pk)
    with pytest.raises(InvalidInput, match="已经变化"):
        hand_in(actor=actor_of(cast.liaison), material_id=material.pk, event_id=new_id(), pieces=[again])


def test_the_same_step_twice_is_one_step(cast: Cast) -> None:
    material, event_id = make_material(cast), new_id()
    pieces = [NewPiece(picture(), "实景.jpg", CAPTION)]
    for _turn in range(2):
        hand_in(actor=actor_of(cast.liaison), material_id=material.pk, event_id=event_id, pieces=pieces)
    assert Piece.objects.count() == 1
    with pytest.raises(InvalidInput, match="已经提交过"):
        hand_in(actor=actor_of(cast.liaison), material_id=material.pk, event_id=new_id(), pieces=pieces)


def test_pieces_are_what_was_asked_for(cast: Cast) -> None:
    material = make_material(cast, least_pixels=640)

    def bring_one(piece: NewPiece) -> None:
        hand_in(actor=actor_of(cast.liaison), material_id=material.pk, event_id=new_id(), pieces=[piece])

    table = store(b"%PDF-1.4\n%%EOF", name="表.pdf")
    with pytest.raises(InvalidInput, match="格式"):
        bring_one(NewPiece(table, "表.pdf", CAPTION))
    with pytest.raises(InvalidInput, match="640像素"):
        bring_one(NewPiece(picture(), "小.jpg", CAPTION))
    with pytest.raises(InvalidInput, match="时间、地点"):
        bring_one(NewPiece(picture(size=(800, 600)), "大.jpg", {"people": "群众"}))
    bring_one(NewPiece(picture(size=(800, 600)), "../../etc/大.jpg", CAPTION))
    assert Piece.objects.get().name == "大.jpg"


def test_only_its_unit_brings_material_and_only_the_office_reviews_it(cast: Cast) -> None:
    material = make_material(cast)
    piece = bring(cast, material)[0]
    new = [NewPiece(picture(5), "x.jpg", CAPTION)]
    with pytest.raises(NotFound):
        hand_in(actor=actor_of(cast.east_liaison), material_id=material.pk, event_id=new_id(), pieces=new)
    with pytest.raises(NotPermitted):
        hand_in(actor=actor_of(cast.chief), material_id=material.pk, event_id=new_id(), pieces=new)
    judged = [Judged(piece.pk, "accepted")]
    with pytest.raises(NotPermitted):
        review_material(actor=actor_of(cast.liaison), material_id=material.pk, event_id=new_id(), judged=judged)


def test_nobody_reviews_what_they_brought_themselves(cast: Cast) -> None:
    material = make_material(cast)
    piece = bring(cast, material)[0]
    own = replace(actor_of(cast.chief), person_id=cast.liaison.pk)
    with pytest.raises(NotPermitted, match="自己的材料"):
        review_material(actor=own, material_id=material.pk, event_id=new_id(), judged=[Judged(piece.pk, "accepted")])


def test_a_return_needs_a_reason_and_keeps_the_marked_places(cast: Cast) -> None:
    material = make_material(cast)
    piece = bring(cast, material)[0]

    def say(*judged: Judged) -> None:
        review_material(actor=actor_of(cast.chief), material_id=material.pk, event_id=new_id(), judged=judged)

    with pytest.raises(InvalidInput, match="哪里要改"):
        say(Judged(piece.pk, "returned"))
    with pytest.raises(InvalidInput, match="不在图片内"):
        say(Judged(piece.pk, "returned", "有垃圾", [Mark(0.9, 0, 0.5, 0.5)]))
    with pytest.raises(InvalidInput, match="至少"):
        say()
    say(Judged(piece.pk, "returned", "有垃圾", [Mark(0.1, 0.2, 0.3, 0.4)]))
    said = pieces_now(material)[0].judgement
    assert said is not None
    assert said.marks == [[0.1, 0.2, 0.3, 0.4]]


def test_a_later_word_counts_and_every_word_is_kept(cast: Cast) -> None:
    material = make_material(cast, count=1)
    piece = bring(cast, material)[0]
    judge(cast, material, "accepted", [piece])
    judge(cast, material, "returned", [piece])
    assert (material.state, material.accepted_count) == ("returned", 0)
    assert piece.judgements.count() == 2
    with pytest.raises(AppendOnlyViolated):
        piece.delete()


def test_a_piece_nobody_looked_at_may_be_taken_back(cast: Cast) -> None:
    material = make_material(cast)
    first, second = bring(cast, material, 2)
    judge(cast, material, "accepted", [second])
    liaison = actor_of(cast.liaison)
    withdraw_piece(actor=liaison, material_id=material.pk, event_id=new_id(), piece_id=first.pk)
    material.refresh_from_db()
    assert (material.state, material.accepted_count) == ("asked", 1)
    with pytest.raises(InvalidInput, match="没有审核"):
        withdraw_piece(actor=liaison, material_id=material.pk, event_id=new_id(), piece_id=second.pk)


def test_a_request_is_changed_with_a_reason_and_stands_anew(cast: Cast) -> None:
    material = make_material(cast)
    bring(cast, material)
    judge(cast, material, "accepted")
    assert material.state == "asked"
    facts = replace(asked(cast, material.standard), count=1)
    office = actor_of(cast.chief)
    with pytest.raises(InvalidInput, match="原因"):
        change_material(actor=office, material_id=material.pk, event_id=new_id(), asked=facts, reason="")
    change_material(actor=office, material_id=material.pk, event_id=new_id(), asked=facts, reason="一张就够")
    material.refresh_from_db()
    assert material.state == "accepted"
    event = material.history.get(move="change")
    assert (event.before, event.after, event.asked_change) == ({"count": "2"}, {"count": "1"}, -1)


def test_a_cancelled_request_takes_nothing_more(cast: Cast) -> None:
    material = make_material(cast)
    void_material(actor=actor_of(cast.chief), material_id=material.pk, event_id=new_id(), reason="重复")
    with pytest.raises(Refusal, match="已经取消"):
        bring(cast, material)


def test_what_waits_for_whom(cast: Cast) -> None:
    material = make_material(cast)
    assert waiting_materials(actor=actor_of(cast.liaison)) == [material]
    assert waiting_materials(actor=actor_of(cast.east_liaison)) == []
    assert waiting_materials(actor=actor_of(cast.chief)) == []
    bring(cast, material)
    assert waiting_materials(actor=actor_of(cast.chief)) == [material]
    assert waiting_materials(actor=actor_of(cast.liaison)) == []


def test_a_file_is_read_by_who_sees_its_request(cast: Cast) -> None:
    file_id = bring(cast, make_material(cast))[0].file_id
    assert may_read_file(actor_of(cast.liaison), file_id)
    assert may_read_file(actor_of(cast.leader), file_id)
    assert not may_read_file(actor_of(cast.east_liaison), file_id)
    assert not may_read_file(actor_of(cast.stranger), file_id)
