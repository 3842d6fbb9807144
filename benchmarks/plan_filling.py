"""Tasks and material in growing numbers: tasks with two steps, requests with three pieces each, most of them accepted.

The files themselves are not there, only their rows: no page opens a file to list it.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import count

from django.db import connection

from chuangcheng.core.ids import new_id
from chuangcheng.core.models import StoredFile
from chuangcheng.core.search import index_new, unit_scopes
from chuangcheng.core.search.indexing import Entry
from chuangcheng.core.times import now, today
from chuangcheng.evidence.indexing import index_materials, piece_entry
from chuangcheng.evidence.models import Judgement, MaterialEvent, MaterialRequest, Piece, PieceStanding
from chuangcheng.orgs.models import Unit
from chuangcheng.standards.models import Framework, Standard
from chuangcheng.tasks.indexing import TASK
from chuangcheng.tasks.models import Task, TaskEvent

BATCH = 2_000
PIECES_OF_ONE = 3
STATES = ["closed"] * 6 + ["doing"] * 3 + ["assigned", "to_verify", "returned"]
OF_MATERIAL = ["accepted"] * 6 + ["asked", "to_review", "to_review", "returned"]
WORDS = ("背街小巷整治", "公益广告更新", "老旧小区改造", "农贸市场提升", "志愿服务活动", "飞线充电清理", "公厕达标")
YEAR = 365  # days over which due dates lie


def fill_up(size: int) -> None:
    """Adds tasks and pieces until there are so many of each."""
    rng = random.Random(size)
    units = list(Unit.objects.order_by("pk"))
    framework = Framework.objects.filter(state="in_force").order_by("pk").first()
    standards = list(Standard.objects.filter(framework=framework).order_by("pk"))
    _tasks(rng, size - Task.objects.count(), units, standards)
    _materials(rng, (size - Piece.objects.count()) // PIECES_OF_ONE, units, standards)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _tasks(rng: random.Random, missing: int, units: list[Unit], standards: list[Standard]) -> None:
    serial = count(Task.objects.count() + 100_000)
    for start in range(0, missing, BATCH):
        rows = [_task(rng, next(serial), units, standards) for _row in range(min(BATCH, missing - start))]
        Task.objects.bulk_create(rows)
        TaskEvent.objects.bulk_create(
            TaskEvent(id=new_id(), task=row, move=move, person_name="测量")
            for row in rows
            for move in ("create", "accept")
        )
        index_new(
            Entry(TASK, str(row.pk), row.title, row.number, row.unit.name, unit_scopes([row.unit_id])) for row in rows
        )


def _task(rng: random.Random, number: int, units: list[Unit], standards: list[Standard]) -> Task:
    return Task(
        id=new_id(),
        number=f"2026-{number:06d}",
        standard=rng.choice(standards),
        title=f"{rng.choice(WORDS)}{number}",
        unit=rng.choice(units),
        target="达标",
        due_on=_day(rng),
        state=rng.choice(STATES),
        percent=rng.randrange(101),
    )


def _materials(rng: random.Random, missing: int, units: list[Unit], standards: list[Standard]) -> None:
    serial = count(MaterialRequest.objects.count() + 100_000)
    for start in range(0, missing, BATCH):
        rows = [_request(rng, next(serial), units, standards) for _row in range(min(BATCH, missing - start))]
        MaterialRequest.objects.bulk_create(rows)
        events = [_event(row, move) for row in rows for move in ("ask", "hand_in", "review")]
        MaterialEvent.objects.bulk_create(events)
        handed = {event.request_id: event for event in events if event.move == "hand_in"}
        reviewed = {event.request_id: event for event in events if event.move == "review"}
        pieces = [
            _piece(rng, row, handed[row.pk]) for row in rows if row.state != "asked" for _n in range(PIECES_OF_ONE)
        ]
        StoredFile.objects.bulk_create(piece.file for piece in pieces)
        Piece.objects.bulk_create(pieces)
        Judgement.objects.bulk_create(
            Judgement(piece=piece, event=reviewed[piece.request_id], verdict=piece.request.state)
            for piece in pieces
            if piece.request.state in ("accepted", "returned")
        )
        PieceStanding.objects.bulk_create(_standing(piece) for piece in pieces)
        index_materials([row.pk for row in rows])
        index_new(piece_entry(piece, "") for piece in pieces)


def _request(rng: random.Random, number: int, units: list[Unit], standards: list[Standard]) -> MaterialRequest:
    standard, state = rng.choice(standards), rng.choice(OF_MATERIAL)
    return MaterialRequest(
        id=new_id(),
        number=f"2026-{number:06d}",
        framework=standard.framework,
        standard=standard,
        unit=rng.choice(units),
        kind="picture",
        title=f"{rng.choice(WORDS)}实景{number}",
        count=PIECES_OF_ONE,
        formats=["picture"],
        megabytes=50,
        captions=["time", "place"],
        due_on=_day(rng),
        state=state,
        accepted_count=PIECES_OF_ONE if state == "accepted" else 0,
        waiting_count=PIECES_OF_ONE if state == "to_review" else 0,
    )


def _event(row: MaterialRequest, move: str) -> MaterialEvent:
    asked = PIECES_OF_ONE if move == "ask" else 0
    accepted = PIECES_OF_ONE if move == "review" and row.state == "accepted" else 0
    return MaterialEvent(
        id=new_id(),
        framework_id=row.framework_id,
        request=row,
        move=move,
        person_name="测量",
        asked_change=asked,
        accepted_change=accepted,
    )


def _piece(rng: random.Random, row: MaterialRequest, event: MaterialEvent) -> Piece:
    key = new_id()
    file = StoredFile(
        id=key,
        sha256=f"{rng.getrandbits(256):064x}",
        size=200_000,
        media_type="image/jpeg",
        width=1600,
        height=1200,
        review_at=now() + timedelta(days=YEAR),
        examined_at=now(),
    )
    caption = {"time": "2026年9月", "place": row.unit.name, "theme": row.title}
    return Piece(id=key, request=row, event=event, file=file, name=f"{row.title}.jpg", caption=caption)


def _standing(piece: Piece) -> PieceStanding:
    row = piece.request
    said = row.state if row.state in ("accepted", "returned") else ""
    return PieceStanding(piece=piece, framework_id=row.framework_id, unit_id=row.unit_id, is_picture=True, verdict=said)


def _day(rng: random.Random) -> date:
    return today() + timedelta(days=rng.randrange(YEAR) - YEAR // 2)
