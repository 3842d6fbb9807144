"""What a phone sends: photos in pieces, then the record, once for each id and complete or not at all."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from chuangcheng.cases.models import Case, CaseEvent, CasePhoto
from chuangcheng.cases.testing import case_at, problem_class
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import AuditEntry
from chuangcheng.core.testing import photo
from chuangcheng.field.models import Advice, FieldRecord, SentFile
from chuangcheng.field.testing import Phone, phone_of, problem, record
from chuangcheng.inspections.models import Visit
from chuangcheng.inspections.services.missed import hand_over_visits
from chuangcheng.inspections.testing import Field, make_field, make_round
from chuangcheng.orgs.testing import Cast, actor_of

PASSES: dict[str, dict[str, Any]] = {
    "stalls": {"ok": True},
    "posters": {"count": 2},
    "litter": {"faults": 0},
    "smoking": {"faults": 0},
    "prices": {"percent": "96.5"},
    "scales": {"present": ["有公平秤", "在检定期内"]},
}


@pytest.fixture
def phone(cast: Cast) -> Phone:
    return phone_of(cast.inspector)


@pytest.fixture
def class_id(cast: Cast) -> int:
    return problem_class().pk


def visit_record(field: Field, found: Any, **answers: dict[str, Any]) -> dict[str, Any]:
    hashes = [sha for answer in answers.values() for sha in answer.get("photos", [])]
    given = [{"item_id": item.pk, "value": PASSES[code], **answers.get(code, {})} for code, item in field.items.items()]
    body = {
        "round_id": str(found.pk),
        "site_id": str(field.sites[0].pk),
        "started_at": "2026-11-27T09:00:00+08:00",
        "answers": given,
        "open_cases": True,
    }
    position = {"lon": 112.0, "lat": 32.0, "accuracy": 12, "at": "2026-11-27T09:00:00+08:00"}
    return record("visit", body, hashes=hashes, position=position)


def test_photo_goes_on_where_it_was_cut(phone: Phone) -> None:
    content = photo(shade=7)
    sha256, size = hashlib.sha256(content).hexdigest(), len(content)
    assert phone.put(sha256, content[:100], offset=0, size=size).json() == {"offset": 100, "is_complete": False}
    asked = phone.post("/files", {"files": [{"sha256": sha256, "size": size}]}).json()
    assert asked["missing"] == [{"sha256": sha256, "offset": 100}]
    ahead = phone.put(sha256, content[200:], offset=200, size=size)
    assert (ahead.status_code, ahead.json()["offset"]) == (409, 100)
    assert phone.put(sha256, content[50:], offset=50, size=size).json() == {"offset": size, "is_complete": True}
    assert phone.post("/files", {"files": [{"sha256": sha256, "size": size}]}).json()["missing"] == []
    assert SentFile.objects.get().file.sha256 == sha256
    assert phone.put(sha256, content[:10], offset=0, size=size).json()["is_complete"]  # repeated: nothing more


def test_record_is_refused_with_the_list_until_all_photos_are_there(phone: Phone, class_id: int) -> None:
    here, absent = phone.sends(1), hashlib.sha256(photo(shade=2)).hexdigest()
    sent = problem(class_id, [here, absent])
    answer = phone.records(sent)
    assert (answer.status_code, answer.json()["missing"]) == (409, [absent])
    assert not Case.objects.exists()
    assert not FieldRecord.objects.exists()
    phone.sends(2)
    taken = phone.records(sent)
    assert (taken.status_code, taken.json()["state"]) == (201, "done")
    assert CasePhoto.objects.filter(case=Case.objects.get()).count() == 2


def test_same_record_again_gives_what_is_there(phone: Phone, class_id: int) -> None:
    sent = problem(class_id, [phone.sends(1)])
    first, again = phone.records(sent).json(), phone.records(sent).json()
    assert first == again
    assert first["result_number"] == Case.objects.get().number
    assert FieldRecord.objects.count() == 1


def test_photo_of_somebody_else_is_not_usable(phone: Phone, cast: Cast, class_id: int) -> None:
    theirs = phone_of(cast.keeper).sends(1)
    asked = phone.post("/files", {"files": [{"sha256": theirs, "size": len(photo(shade=1))}]}).json()
    assert asked["missing"] == [{"sha256": theirs, "offset": 0}]  # nor is it told that it is here
    answer = phone.records(problem(class_id, [theirs]))
    assert (answer.status_code, answer.json()["code"]) == (409, "PhotosMissing")


def test_record_of_somebody_else_is_not_answered(phone: Phone, cast: Cast, class_id: int) -> None:
    sent = problem(class_id, [phone.sends(1)])
    phone.records(sent)
    other = phone_of(cast.keeper)
    answer = other.records({**sent, "photos": [], "problem": {**sent["problem"], "photos": []}})
    assert (answer.status_code, answer.json()["code"]) == (422, "RecordIdTaken")


def test_what_one_person_saved_is_not_sent_in_the_name_of_another(phone: Phone, cast: Cast, class_id: int) -> None:
    sent = problem(class_id, person_id=cast.keeper.pk)
    answer = phone.records(sent)  # the inspector has signed in on the lane chief's phone
    assert (answer.status_code, answer.json()["code"]) == (409, "AnotherPerson")
    assert phone.post("/files", {"files": [], "person_id": cast.keeper.pk}).status_code == 409
    assert not FieldRecord.objects.exists()
    assert phone_of(cast.keeper).records(sent).status_code == 201


def test_visit_is_taken_in_with_photos_and_its_faults_become_cases(phone: Phone, cast: Cast) -> None:
    field = make_field(cast)
    found = make_round(cast, field)
    shot = phone.sends(3)
    sent = visit_record(field, found, litter={"value": {"faults": 2}, "photos": [shot], "note": "门口"})
    answer = phone.records(sent)
    assert answer.status_code == 201, answer.content
    visit = Visit.objects.get()
    assert (str(visit.pk), visit.accuracy, visit.inspector) == (sent["id"], 12, cast.inspector)
    failed = visit.answers.get(verdict="fail")
    assert (failed.violations, failed.note, failed.photos.count()) == (2, "门口", 1)
    assert failed.case is not None
    kept = FieldRecord.objects.get()
    assert kept.result_number == found.number
    assert kept.received_at > kept.made_at
    assert phone.records(sent).json()["result_id"] == str(visit.pk)


def test_visit_handed_to_another_is_kept_with_both_sides_and_changes_nothing(phone: Phone, cast: Cast) -> None:
    field = make_field(cast)
    found = make_round(cast, field)
    hand_over_visits(
        actor=actor_of(cast.chief),
        round_id=found.pk,
        site_ids=[field.sites[0].pk],
        person_id=cast.chief.pk,
        reason="改由主任检查",
    )
    sent = visit_record(field, found)
    answer = phone.records(sent)
    told = answer.json()
    assert (answer.status_code, told["state"], told["missing"]) == (409, "refused", [])
    assert any("程主任" in line for line in told["theirs"]["lines"])
    assert not Visit.objects.exists()
    kept = FieldRecord.objects.get()
    assert kept.sent["visit"]["round_id"] == str(found.pk)
    hand_over_visits(
        actor=actor_of(cast.chief),
        round_id=found.pk,
        site_ids=[field.sites[0].pk],
        person_id=cast.inspector.pk,
        reason="交回",
    )
    assert phone.records(sent).json()["state"] == "done"  # tried anew, under the same id
    assert Visit.objects.count() == 1


def test_fix_of_a_case_that_moved_on_shows_both_sides(cast: Cast) -> None:
    case = case_at(cast.sanitation, cast)
    phone, seen = phone_of(cast.liaison), str(case.latest_event_id)
    first, second = (
        record("feed_back", {"case_id": str(case.pk), "seen": seen, "after": [sha], "reason": why}, hashes=[sha])
        for sha, why in ((phone.sends(11), "已清运"), (phone.sends(12), "我也清了"))
    )
    assert phone.records(first).status_code == 201
    answer = phone.records(second)
    told = answer.json()
    assert (answer.status_code, told["code"]) == (409, "CaseMovedOn")
    assert any("廉联络" in line for line in told["theirs"]["lines"])
    assert case.history.filter(move="feed_back").get().reason == "已清运"
    settled = phone.post(f"/records/{second['id']}/settle", {"note": "同事已反馈"}).json()
    assert settled["state"] == "settled"
    assert phone.records(second).json()["state"] == "settled"  # and is not tried again


def test_problem_found_and_fixed_at_once_is_one_record(cast: Cast, class_id: int) -> None:
    phone = phone_of(cast.keeper)
    before, after = phone.sends(21), phone.sends(22)
    body = {
        "problem": {"problem_class_id": class_id, "place_text": "柳巷口"},
        "before": [before],
        "after": [after],
    }
    sent = record("fix_on_spot", body, hashes=[before, after])
    assert phone.records(sent).status_code == 201
    assert phone.records(sent).status_code == 201
    case = Case.objects.get()
    assert (case.state, case.outcome, case.fixer) == ("closed", "fixed", cast.keeper)
    assert [event.move for event in CaseEvent.objects.order_by("at", "pk")] == ["open", "fix_on_spot"]


def test_advice_is_written_once_and_told_in_the_trail(phone: Phone, cast: Cast) -> None:
    body = {"behaviour": "乱扔垃圾", "count": 2, "outcome": "corrected", "place": "东关大街"}
    sent = record("advice", body)
    assert phone.records(sent).status_code == 201
    assert phone.records(sent).status_code == 201
    made = Advice.objects.get()
    assert (made.person_name, made.count, made.behaviour) == ("简检查", 2, "乱扔垃圾")
    assert AuditEntry.objects.filter(action="field.advise").count() == 1
    assert phone.client.get("/api/v1/field/advice").json()[0]["place"] == "东关大街"
    assert phone_of(cast.west_liaison).client.get("/api/v1/field/advice").json() == []


def test_odd_positions_are_marked_and_taken(phone: Phone, class_id: int) -> None:
    moment = "2026-11-27T09:00:00+08:00"
    poor = {"lon": 112.0, "lat": 32.0, "accuracy": 900, "at": moment}
    exact = {"lon": 113.0, "lat": 32.0, "accuracy": 0, "at": moment}
    first = phone.records(problem(class_id, position=poor, made_at=moment, sent_at=moment)).json()
    second = phone.records(problem(class_id, position=exact, made_at=moment)).json()
    third = phone.records(problem(class_id)).json()
    assert (first["state"], second["state"]) == ("done", "done")
    assert "poor" in first["marks"]
    assert {"exact", "leap"} <= set(second["marks"])
    assert third["marks"] == ["none"]


def test_deeds_without_the_permission_are_kept_as_refused(cast: Cast, class_id: int) -> None:
    liaison = phone_of(cast.liaison)  # fixes, and may not report
    answer = liaison.records(problem(class_id))
    assert (answer.status_code, answer.json()["code"]) == (409, "NotPermitted")
    assert not Case.objects.exists()
    stranger = phone_of(cast.stranger).records(problem(class_id))
    assert stranger.status_code == 403
    assert FieldRecord.objects.filter(person=cast.stranger).count() == 0


def test_id_of_another_version_is_not_taken(phone: Phone, class_id: int) -> None:
    sent = problem(class_id, id="7d444840-9dc0-11d1-b245-5ffdce74fad2")
    assert phone.records(sent).status_code == 422
    assert phone.records(problem(class_id, id=str(new_id()))).status_code == 201
