"""What phones keep in a morning without signal: people with their visits, signed in, the day on the phone, records."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.test import Client

from benchmarks.phones import Phone, Photo, Told
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now, today
from chuangcheng.field.testing import BACKEND
from chuangcheng.inspections.models import Assignment, Round
from chuangcheng.orgs.models import Person, Post, Role, Unit
from chuangcheng.sites.models import Site
from chuangcheng.standards.models import Framework

VISITS, VISIT_PHOTOS, PROBLEMS, DOUBLE_PROBLEMS, ADVICE = 4, 4, 12, 8, 4
OFFLINE = 3600  # seconds


def phones_of(size: int, port: int, told: Told) -> list[Phone]:
    """The morning: people with their visits, signed in, with the day on the phone; then what they keep offline."""

    made = []
    for number, person in enumerate(_people(size)):
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(person, backend=BACKEND)
        session = client.cookies["sessionid"].value
        day = client.get("/api/v1/field/day").json()
        chance = random.Random(number)
        records = list(_records(person.pk, day, chance))
        chance.shuffle(records)
        made.append(Phone(number, person.pk, port, session, records, told, chance))
    return made


def _people(size: int) -> list[Person]:
    """New inspectors, each with sites to visit in rounds that run."""

    office = Unit.objects.get(posts__person__username="chuangchengban")
    serial = Person.objects.count()
    people = [Person(username=f"phone{serial + number}", name=f"外勤{serial + number}") for number in range(size)]
    Person.objects.bulk_create(people)
    role, since = Role.objects.get(code="inspector"), today() - timedelta(days=30)
    Post.objects.bulk_create(Post(person=person, unit=office, role=role, starts_on=since) for person in people)
    sites = list(
        Site.objects.filter(is_active=True, site_type__checklist_items__isnull=False).distinct().order_by("pk")
    )
    rounds = [_round(f"外勤{serial}-{number}") for number in range(math.ceil(size * VISITS / len(sites)))]
    Round.objects.bulk_create(rounds)
    pairs = ((found, site) for found in rounds for site in sites)
    Assignment.objects.bulk_create(
        Assignment(round=found, site=site, inspector=person)
        for person in people
        for _turn, (found, site) in zip(range(VISITS), pairs, strict=False)
    )
    return people


def _round(name: str) -> Round:
    framework, day = Framework.objects.order_by("pk").first(), today()
    days = {"starts_on": day, "ends_on": day + timedelta(days=1)}
    return Round(id=new_id(), number=name, name=name, kind="patrol", state="running", framework=framework, **days)


def _records(
    person_id: int, day: dict[str, Any], chance: random.Random
) -> Iterator[tuple[dict[str, Any], Sequence[Photo]]]:
    number = 0

    def photos(count: int) -> list[Photo]:
        nonlocal number
        number += count
        return [Photo(person_id, each) for each in range(number - count, number)]

    for visit in day["visits"][:VISITS]:
        shots = photos(VISIT_PHOTOS)
        yield _record(person_id, "visit", _visit(visit, day, shots), shots, chance), shots
    for turn in range(PROBLEMS):
        shots = photos(2 if turn < DOUBLE_PROBLEMS else 1)
        place = f"第{person_id}路{chance.randrange(1, 999)}号门前"
        body = {"problem_class_id": chance.choice(day["classes"])["id"], "place_text": place, "photos": _hashes(shots)}
        yield _record(person_id, "problem", body, shots, chance), shots
    for _turn in range(ADVICE):
        shots = photos(1)
        body = {
            "behaviour": "乱扔垃圾",
            "count": 1,
            "outcome": "corrected",
            "place": "第一广场",
            "photos": _hashes(shots),
        }
        yield _record(person_id, "advice", body, shots, chance), shots


def _record(
    person_id: int, kind: str, body: dict[str, Any], shots: Sequence[Photo], chance: random.Random
) -> dict[str, Any]:

    made_at = (now() - timedelta(seconds=chance.randrange(OFFLINE))).isoformat()
    fix = {"lon": 112 + chance.random() / 50, "lat": 32 + chance.random() / 50, "accuracy": 12, "at": made_at}
    told = [{"sha256": photo.sha256, "taken_at": made_at} for photo in shots]
    return {
        "id": str(new_id()), "kind": kind, "person_id": person_id, "made_at": made_at, "position": fix,
        "photos": told, kind: body,
    }  # fmt: skip


def _visit(visit: dict[str, Any], day: dict[str, Any], shots: Sequence[Photo]) -> dict[str, Any]:

    items = day["checklists"][str(visit["type_id"])]["items"]
    answers = [{"item_id": item["id"], "value": _passing(item)} for item in items]
    failed = next((row for row, item in zip(answers, items, strict=True) if item["kind"] == "yes_no"), answers[0])
    failed["photos"] = _hashes(shots)
    if failed["value"] == {"ok": True}:
        failed["value"] = {"ok": False}
    names = {"round_id": visit["round_id"], "site_id": visit["site_id"]}
    return {
        **names,
        "started_at": (now() - timedelta(seconds=OFFLINE)).isoformat(),
        "answers": answers,
        "open_cases": True,
    }


def _passing(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "yes_no": {"ok": True},
        "at_least": {"count": item["minimum"]},
        "tally": {"faults": 0},
        "timed": {"faults": 0},
        "percentage": {"percent": "100"},
        "composite": {"present": item["pieces"]},
    }[item["kind"]]


def _hashes(shots: Sequence[Photo]) -> list[str]:
    return [photo.sha256 for photo in shots]
