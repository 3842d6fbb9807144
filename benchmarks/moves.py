"""Every move of the workflow, pressed by the people who make it, each time on a new case prepared outside the clock."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from PIL import Image

from benchmarks.measuring import Measured, measure_prepared
from chuangcheng.cases import services
from chuangcheng.cases.limits import Limit
from chuangcheng.cases.limits import Unit as LimitUnit
from chuangcheng.cases.models import Case, ProblemClass
from chuangcheng.cases.services import Step
from chuangcheng.core.access import SYSTEM, Actor
from chuangcheng.core.dated_settings import change_setting
from chuangcheng.core.files import PHOTOS, store
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now, today
from chuangcheng.orgs.access import actor_for
from chuangcheng.orgs.models import Person, Unit

TIMES = 20
WHY = "因现场需要。"
THREE_DAYS = Limit(3, LimitUnit.WORKING_DAYS)

Deed = Callable[[UUID], object]


@dataclass(frozen=True)
class Move:
    """How a move is prepared and pressed."""

    name: str
    before: tuple[str, ...]  # the moves that lead there
    press: Deed


class Crew:
    """Those who press, and what they bring along."""

    @cached_property
    def office(self) -> Actor:
        """Who files, dispatches and closes."""
        return _actor("chuangchengban")

    @cached_property
    def street(self) -> Actor:
        """Who fixes."""
        return _actor("jiedao")

    @cached_property
    def lead(self) -> int:
        """The unit of the street's officer."""
        return min(self.street.unit_ids)

    @cached_property
    def called(self) -> int:
        """Another unit, which is called."""
        return int(Unit.objects.exclude(pk=self.lead).filter(kind=Unit.objects.get(pk=self.lead).kind)[0].pk)

    @cached_property
    def photos(self) -> list[UUID]:
        """Two stored photos; their own storing is not what is measured."""
        return [_photo(shade) for shade in ("grey", "white")]

    def moves(self) -> list[Move]:
        """The table of DESIGN §6: each move with the way that leads to it."""
        filed, fixing = ("file",), ("file", "dispatch")
        fed_back, closed = (*fixing, "feed_back"), (*fixing, "feed_back", "close")
        ways = {
            **dict.fromkeys(("file", "reject", "fix_on_spot"), ()),
            **dict.fromkeys(("dispatch", "claim", "join", "void", "whistle", "escalate"), filed),
            **dict.fromkeys(("reassign", "send_back", "change_assists", "note", "feed_back", "suspend"), fixing),
            "ask_extension": fixing,
            **dict.fromkeys(("grant_extension", "refuse_extension"), (*fixing, "ask_extension")),
            "resume": (*fixing, "suspend"),
            **dict.fromkeys(("close", "fail_check"), fed_back),
            "reopen": closed,
            **dict.fromkeys(("answer_whistle", "end_whistle"), (*filed, "whistle")),
            "decide": (*filed, "escalate"),
            "unjoin": (*filed, "join"),
            **dict.fromkeys(("pass_recheck", "fail_recheck"), ("fix_on_spot",)),
        }
        return [Move(name, way, self.presses()[name]) for name, way in ways.items()]

    def presses(self) -> dict[str, Deed]:
        """Move → what presses it."""
        return {**self._of_the_way(), **self._of_the_clock(), **self._of_several()}

    def _of_the_way(self) -> dict[str, Deed]:
        office, street, (before, after) = self.office, self.street, self.photos
        return {
            "file": lambda pk: services.file_case(actor=office, step=Step(pk)),
            "reject": lambda pk: services.reject_case(actor=office, step=Step(pk), reason=WHY),
            "void": lambda pk: services.void_case(actor=office, step=Step(pk), reason=WHY),
            "fix_on_spot": lambda pk: services.fix_on_spot(actor=office, step=Step(pk), before=[before], after=[after]),
            "dispatch": lambda pk: services.dispatch_case(actor=office, step=Step(pk), lead_unit_id=self.lead),
            "claim": lambda pk: services.claim_case(actor=office, step=Step(pk), lead_unit_id=self.lead),
            "feed_back": lambda pk: services.feed_back(actor=street, step=Step(pk), after=[after]),
            "close": lambda pk: services.close_case(actor=office, step=Step(pk)),
            "fail_check": lambda pk: services.fail_check(actor=office, step=Step(pk), reason=WHY),
            "reopen": lambda pk: services.reopen_case(actor=office, step=Step(pk), reason=WHY),
            "send_back": lambda pk: services.send_back(actor=street, step=Step(pk), reason=WHY),
            "pass_recheck": lambda pk: services.pass_recheck(actor=_actor("dudao"), step=Step(pk)),
            "fail_recheck": lambda pk: services.fail_recheck(actor=_actor("dudao"), step=Step(pk), reason=WHY),
        }

    def _of_the_clock(self) -> dict[str, Deed]:
        office, street = self.office, self.street
        return {
            "suspend": lambda pk: services.suspend_case(actor=office, step=Step(pk), reason=WHY),
            "resume": lambda pk: services.resume_case(actor=office, step=Step(pk)),
            "ask_extension": lambda pk: services.ask_extension(
                actor=street, step=Step(pk), term=THREE_DAYS, reason=WHY
            ),
            "grant_extension": lambda pk: services.grant_extension(actor=office, step=Step(pk)),
            "refuse_extension": lambda pk: services.refuse_extension(actor=office, step=Step(pk), reason=WHY),
        }

    def _of_several(self) -> dict[str, Deed]:
        office, called = self.office, self.called
        return {
            "reassign": lambda pk: services.reassign_case(actor=office, step=Step(pk), lead_unit_id=called, reason=WHY),
            "change_assists": lambda pk: services.change_assists(
                actor=office, step=Step(pk), assisting_unit_ids=[called]
            ),
            "note": lambda pk: services.add_note(actor=self.street, step=Step(pk), reason=WHY),
            "whistle": lambda pk: services.whistle(actor=office, step=Step(pk), called_unit_ids=[called], reason=WHY),
            "answer_whistle": lambda pk: services.answer_whistle(
                actor=office, step=Step(pk), unit_id=called, arrived_at=now(), who_came="两人", reason=WHY
            ),
            "end_whistle": lambda pk: services.end_whistle(actor=office, step=Step(pk), reason=WHY),
            "escalate": lambda pk: services.escalate(actor=office, step=Step(pk), reason=WHY),
            "decide": lambda pk: services.decide(actor=office, step=Step(pk), reason=WHY, decided_on=today()),
            "join": lambda pk: services.join_case(actor=office, step=Step(pk), main_case_id=self.main),
            "unjoin": lambda pk: services.unjoin_case(actor=office, step=Step(pk), reason=WHY),
        }

    @cached_property
    def main(self) -> UUID:
        """The case that others are joined to."""
        return filed_case(self).pk


def every_move(size: int) -> list[Measured]:
    """Each move at this size."""
    crew = Crew()
    return [_measured(move, crew, size) for move in crew.moves()]


def draw_everything() -> None:
    """From now on every fix on the spot is drawn for a re-check, so that there is one to make."""
    change_setting(actor=SYSTEM, key="cases.recheck_percent", value=100, valid_from=today(), reason=WHY)


def filed_case(crew: Crew) -> Case:
    """A new case that waits to be dispatched."""
    case = new_case(crew)
    services.file_case(actor=crew.office, step=Step(case.pk))
    return case


def new_case(crew: Crew) -> Case:
    """A new case in the street; at no known place, so that it is not taken for a relapse of the one before."""
    kind = ProblemClass.objects.order_by("pk")[0]
    return services.open_case(
        actor=crew.office,
        case_id=new_id(),
        description="路面有散落垃圾",
        place_text="路口",
        area_id=crew.lead,
        problem_class=kind,
    )


def _measured(move: Move, crew: Crew, size: int) -> Measured:
    presses = crew.presses()

    def prepare() -> UUID:
        case = new_case(crew)
        for each in move.before:
            presses[each](case.pk)
        return case.pk

    return measure_prepared(f"move: {move.name}", size, prepare, move.press, times=TIMES)


def _actor(username: str) -> Actor:
    return actor_for(Person.objects.get(username=username), today=today())


def _photo(shade: str) -> Any:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), shade).save(out, "JPEG")
    return store(out.getvalue(), name="a.jpg", limits=PHOTOS).pk
