from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from chuangcheng.core import audit
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted, Refusal
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import AuditEntry, Event
from chuangcheng.core.testing import deliver_events
from chuangcheng.core.times import SHANGHAI, now
from chuangcheng.inspections import services
from chuangcheng.inspections.models import Answer, AnswerPhoto, Check, Round, UploadedPhoto, Visit
from chuangcheng.inspections.services import AnswerGiven, ChecklistMissing, PhotoNotSent, Position
from chuangcheng.inspections.services.visits import NotRunning, VisitIdTaken
from chuangcheng.inspections.testing import (
    Field,
    answers_for,
    bring_to,
    make_field,
    make_framework,
    make_round,
    make_visit,
    sent_photo,
    visit_given,
)
from chuangcheng.orgs.testing import Cast, actor_of, make_person
from chuangcheng.sites.testing import make_item, make_site, make_site_type


@pytest.fixture
def field(cast: Cast) -> Field:
    return make_field(cast, sites=2)


@pytest.fixture
def running(cast: Cast, field: Field) -> Round:
    return make_round(cast, field)


def nothing_written() -> bool:
    """True when no visit left a trace."""
    return not any(model.objects.exists() for model in (Visit, Answer, AnswerPhoto, Check)) and not (
        AuditEntry.objects.filter(action="inspections.submit_visit").exists()
    )


def answer(field: Field, visit: Visit, code: str) -> Answer:
    return visit.answers.get(item=field.items[code])


def test_visit_leaves_answers_and_one_check_for_every_standard_linked(cast: Cast, field: Field, running: Round) -> None:
    visit = make_visit(cast, field, running, litter={"faults": 3}, stalls={"na": True})
    assert visit.answers.count() == 6
    found = sorted(visit_checks(visit))
    assert found == [
        ("1.1", "prices", "pass", 0),
        ("1.1", "stalls", "na", 0),
        ("1.2", "posters", "pass", 0),
        ("1.2", "stalls", "na", 0),
        ("2.1", "litter", "fail", 3),
        ("2.1", "smoking", "pass", 0),
    ]
    assert set(Check.objects.values_list("checked_at", flat=True)) == {visit.submitted_at}


def visit_checks(visit: Visit) -> list[tuple[str, str, str, int]]:
    rows = Check.objects.filter(answer__visit=visit)
    return list(rows.values_list("standard__code", "answer__item__code", "verdict", "violations"))


def test_checks_are_left_for_standards_of_the_rounds_framework_only(cast: Cast, field: Field, running: Round) -> None:
    other = make_framework("hygiene", standard_codes=("9.9",))
    field.items["litter"].standards.add(other.standards.get())
    visit = make_visit(cast, field, running)
    assert "9.9" not in {row[0] for row in visit_checks(visit)}


def test_visit_has_a_score_of_its_own(cast: Cast, field: Field, running: Round) -> None:
    assert make_visit(cast, field, running).score == 100
    visit = make_visit(cast, field, running, site=field.sites[1], litter={"faults": 1}, prices={"na": True})
    visit.refresh_from_db()
    assert visit.score == Decimal("62.50")  # 50 of 80


def test_marks_of_the_item_are_kept_with_the_answer(cast: Cast, field: Field, running: Round) -> None:
    visit = make_visit(cast, field, running)
    field.items["litter"].marks = Decimal(1)
    field.items["litter"].save()
    assert answer(field, visit, "litter").marks == 30


def test_township_scores_by_the_shares_of_its_parts(cast: Cast, field: Field) -> None:
    township = make_site_type("乡镇")
    township.parts = [{"name": "政府", "share": "0.20"}, {"name": "街道", "share": "0.30"}]
    township.save()
    items = {part: make_item(township, part, part=part, marks=Decimal(4)) for part in ("政府", "街道")}
    town = replace(field, items=items, sites=[make_site("青石镇", area=cast.lane, site_type="乡镇")])
    found = make_round(cast, town)
    answers = [AnswerGiven(items["政府"].pk, {"ok": True}), AnswerGiven(items["街道"].pk, {"ok": False})]
    visit = services.submit_visit(actor=actor_of(cast.inspector), given=visit_given(found, town.sites[0], answers))
    assert visit.score == 40


def test_same_form_twice_is_one_visit(cast: Cast, field: Field, running: Round) -> None:
    given = visit_given(running, field.sites[0], answers_for(field))
    first = services.submit_visit(actor=actor_of(cast.inspector), given=given)
    again = services.submit_visit(actor=actor_of(cast.inspector), given=given)
    assert first == again
    assert (Visit.objects.count(), Answer.objects.count(), Check.objects.count()) == (1, 6, 6)


def test_same_form_sent_again_after_the_round_ended_is_the_visit_that_is_there(
    cast: Cast, field: Field, running: Round
) -> None:
    given = visit_given(running, field.sites[0], answers_for(field))
    visit = services.submit_visit(actor=actor_of(cast.inspector), given=given)
    bring_to(cast, running, "released")
    assert services.submit_visit(actor=actor_of(cast.inspector), given=given) == visit


def test_id_of_another_visit_is_refused(cast: Cast, field: Field, running: Round) -> None:
    visit = make_visit(cast, field, running)
    with pytest.raises(VisitIdTaken, match="请刷新页面"):
        services.submit_visit(
            actor=actor_of(cast.inspector),
            given=visit_given(running, field.sites[1], answers_for(field), visit_id=visit.pk),
        )
    assert Visit.objects.get() == visit


@pytest.mark.parametrize("visit_id", [UUID(int=0), uuid4(), UUID("ffffffff-ffff-7fff-bfff-ffffffffffff")])
def test_id_that_no_form_makes_is_refused(cast: Cast, field: Field, running: Round, visit_id: UUID) -> None:
    given = visit_given(running, field.sites[0], answers_for(field), visit_id=visit_id)
    with pytest.raises(VisitIdTaken):
        services.submit_visit(actor=actor_of(cast.inspector), given=given)
    assert nothing_written()


@pytest.mark.parametrize("state", ["draft", "finished", "released"])
def test_visit_is_taken_while_the_round_runs_only(cast: Cast, field: Field, state: str) -> None:
    found = make_round(cast, field, state=state)
    given = visit_given(found, field.sites[0], answers_for(field))
    with pytest.raises(NotRunning, match="没有保存"):
        services.submit_visit(actor=actor_of(cast.chief), given=given)
    assert nothing_written()


def test_inspector_visits_own_sites_only_and_a_planner_all(cast: Cast, field: Field, running: Round) -> None:
    given = visit_given(running, field.sites[0], answers_for(field))
    other = make_person("second", unit=cast.office, role="inspector")
    with pytest.raises(NotFound):
        services.submit_visit(actor=actor_of(other), given=given)
    for person, refusal in ((cast.liaison, NotFound), (cast.keeper, NotFound), (cast.leader, NotPermitted)):
        with pytest.raises(refusal):  # units check what is given to them
            services.submit_visit(actor=actor_of(person), given=given)
    assert nothing_written()
    assert services.submit_visit(actor=actor_of(cast.chief), given=given).inspector == cast.chief


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("stalls", {}),
        ("posters", {"count": -1}),
        ("litter", {"faults": None}),
        ("smoking", {"count": 2}),
        ("prices", {"percent": "NaN"}),
        ("scales", {"present": [{"a": 1}]}),
    ],
)
def test_unanswered_item_is_refused_with_its_text_and_nothing_is_written(
    cast: Cast, field: Field, running: Round, code: str, value: dict[str, Any]
) -> None:
    with pytest.raises(InvalidInput, match=field.items[code].text.rstrip("。")):
        make_visit(cast, field, running, **{code: value})
    assert nothing_written()


def test_missing_doubled_or_foreign_item_is_refused(cast: Cast, field: Field, running: Round) -> None:
    answers = answers_for(field)
    foreign = make_item(make_site_type("公园"), "bench")
    for wrong in (answers[:-1], [*answers, answers[0]], [*answers[:-1], AnswerGiven(foreign.pk, {"ok": True})]):
        with pytest.raises(InvalidInput, match="补齐各项"):
            services.submit_visit(actor=actor_of(cast.inspector), given=visit_given(running, field.sites[0], wrong))
    assert nothing_written()


def test_item_retired_since_the_form_was_opened_is_told(cast: Cast, field: Field, running: Round) -> None:
    field.items["stalls"].retired_on = now().date()
    field.items["stalls"].save()
    with pytest.raises(InvalidInput, match="检查表已更新"):
        make_visit(cast, field, running)


def test_type_without_checklist_is_told(cast: Cast, field: Field) -> None:
    empty = replace(field, sites=[make_site("新公园", area=cast.lane, site_type="公园")])
    found = make_round(cast, empty)
    with pytest.raises(ChecklistMissing, match="公园"):
        services.submit_visit(actor=actor_of(cast.inspector), given=visit_given(found, empty.sites[0], []))


def test_fault_late_in_the_visit_leaves_nothing_behind(
    cast: Cast, field: Field, running: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = sent_photo(cast.inspector)

    def killed(**_details: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(audit, "record", killed)
    with pytest.raises(KeyboardInterrupt):
        make_visit(cast, field, running, litter=AnswerGiven(0, {"faults": 3}, "", (photo,)))
    monkeypatch.undo()
    assert nothing_written()
    assert not Event.objects.exists()
    assert running.assignments.filter(visited_at__isnull=False).count() == 0
    assert UploadedPhoto.objects.filter(file=photo).count() == 1  # and can be sent again


def test_photos_go_to_their_answers_in_order(cast: Cast, field: Field, running: Round) -> None:
    photos = [sent_photo(cast.inspector, shade) for shade in (3, 1, 2)]
    visit = make_visit(cast, field, running, litter=AnswerGiven(0, {"faults": 3}, " 菜摊后 ", (*photos, photos[0])))
    row = answer(field, visit, "litter")
    assert list(row.photos.values_list("file_id", flat=True)) == photos
    assert row.note == "菜摊后"
    assert not UploadedPhoto.objects.exists()


def test_photo_of_somebody_else_or_of_nobody_is_refused(cast: Cast, field: Field, running: Round) -> None:
    for photo in (sent_photo(cast.chief), new_id()):
        with pytest.raises(PhotoNotSent, match="请重新上传"):
            make_visit(cast, field, running, litter=AnswerGiven(0, {"faults": 3}, "", (photo,)))
    assert nothing_written()


def test_own_photo_of_an_earlier_visit_may_be_used_again(cast: Cast, field: Field, running: Round) -> None:
    photo = sent_photo(cast.inspector)
    given = AnswerGiven(0, {"faults": 1}, "", (photo,))
    make_visit(cast, field, running, litter=given)
    visit = make_visit(cast, field, running, site=field.sites[1], litter=given)
    assert answer(field, visit, "litter").photos.count() == 1


def test_photo_of_a_visit_never_submitted_is_let_go_after_a_week(cast: Cast) -> None:
    old, young = sent_photo(cast.inspector, 1), sent_photo(cast.inspector, 2)
    UploadedPhoto.objects.filter(file=old).update(sent_at=now() - timedelta(days=8))
    assert services.forget_old_uploads(now=now()) == 1
    assert UploadedPhoto.objects.get().file_id == young


def test_photo_sent_again_waits_anew(cast: Cast) -> None:
    photo = sent_photo(cast.inspector)
    UploadedPhoto.objects.update(sent_at=now() - timedelta(days=8))
    assert sent_photo(cast.inspector) == photo
    assert services.forget_old_uploads(now=now()) == 0


def test_ten_photos_of_one_item_are_too_many(cast: Cast, field: Field, running: Round) -> None:
    photos = tuple(sent_photo(cast.inspector, shade) for shade in range(10))
    with pytest.raises(InvalidInput, match="最多9张"):
        make_visit(cast, field, running, litter=AnswerGiven(0, {"faults": 1}, "", photos))


@pytest.mark.parametrize("note", ["长" * 501, "有\x00空字"])
def test_note_that_cannot_be_kept_is_refused(cast: Cast, field: Field, running: Round, note: str) -> None:
    with pytest.raises(InvalidInput, match="备注"):
        make_visit(cast, field, running, litter=AnswerGiven(0, {"faults": 1}, note))
    assert nothing_written()


def test_only_the_answer_itself_is_kept_of_what_was_sent(cast: Cast, field: Field, running: Round) -> None:
    visit = make_visit(cast, field, running, litter={"faults": 2, "junk": ["x"] * 100}, prices={"percent": " 97% "})
    assert answer(field, visit, "litter").value == {"faults": 2}
    assert answer(field, visit, "prices").value == {"percent": "97"}


@pytest.mark.parametrize(
    "position",
    [
        Position(181, 0, 5),
        Position(0, 91, 5),
        Position(float("nan"), 30, 5),
        Position(114, 36, float("inf")),
        Position(114, 36, -1),
    ],
)
def test_impossible_position_is_refused(cast: Cast, field: Field, running: Round, position: Position) -> None:
    given = replace(visit_given(running, field.sites[0], answers_for(field)), position=position)
    with pytest.raises(InvalidInput, match="定位超出范围"):
        services.submit_visit(actor=actor_of(cast.inspector), given=given)
    assert nothing_written()


def test_position_and_start_are_the_devices_word(cast: Cast, field: Field, running: Round) -> None:
    began = now() - timedelta(minutes=20)
    given = visit_given(running, field.sites[0], answers_for(field))
    given = replace(given, position=Position(114.49, 36.6, 12.5), started_at=began)
    visit = services.submit_visit(actor=actor_of(cast.inspector), given=given)
    visit.refresh_from_db()
    assert (visit.lon, visit.lat, visit.accuracy, visit.started_at) == (114.49, 36.6, 12.5, began)


@pytest.mark.parametrize("told", [datetime(1970, 1, 1, tzinfo=SHANGHAI), datetime(2999, 1, 1, tzinfo=SHANGHAI)])
def test_clock_that_is_plainly_wrong_counts_as_now(cast: Cast, field: Field, running: Round, told: datetime) -> None:
    given = replace(visit_given(running, field.sites[0], answers_for(field)), started_at=told)
    visit = services.submit_visit(actor=actor_of(cast.inspector), given=given)
    assert visit.started_at == visit.submitted_at


def test_first_visit_marks_the_assignment_and_a_second_one_is_kept_beside_it(
    cast: Cast, field: Field, running: Round
) -> None:
    first = make_visit(cast, field, running)
    second = make_visit(cast, field, running, litter={"faults": 1})
    assignment = running.assignments.get(site=field.sites[0])
    assert assignment.visited_at == first.submitted_at
    assert list(assignment.visits.order_by("submitted_at")) == [first, second]


def test_site_hears_that_it_was_checked_once_and_again(cast: Cast, field: Field, running: Round) -> None:
    visit = make_visit(cast, field, running)
    event = Event.objects.get(topic="inspections.visit_submitted")
    assert deliver_events() >= 1
    field.sites[0].refresh_from_db()
    assert field.sites[0].last_checked_at == visit.submitted_at
    services.mark_visited_site(event.payload)
    field.sites[0].refresh_from_db()
    assert field.sites[0].last_checked_at == visit.submitted_at


def test_site_of_a_hidden_round_hears_it_on_release(cast: Cast, field: Field) -> None:
    found = make_round(cast, field, kind="mystery")
    visit = make_visit(cast, field, found)
    deliver_events()
    field.sites[0].refresh_from_db()
    assert field.sites[0].last_checked_at is None
    bring_to(cast, found, "released")
    deliver_events()
    field.sites[0].refresh_from_db()
    assert field.sites[0].last_checked_at == visit.submitted_at


def test_refused_visit_is_a_sentence(cast: Cast, field: Field, running: Round) -> None:
    with pytest.raises(Refusal) as refused:
        make_visit(cast, field, running, litter={})
    assert str(refused.value).endswith("。")
