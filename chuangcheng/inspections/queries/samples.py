"""Reads on draws: what a draw would find, what one found, and whether it can be repeated."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from chuangcheng.core.access import Actor
from chuangcheng.inspections.models import Round, SampleDraw
from chuangcheng.inspections.queries.frames import Frame, frame_for
from chuangcheng.inspections.sample_terms import Terms, from_json
from chuangcheng.inspections.sampling import Candidate, Key, asked_of, digest_of, draw, key_of, total_of
from chuangcheng.orgs.queries import unit_names
from chuangcheng.standards.queries import site_type_names


@dataclass(frozen=True)
class Stratum:
    """A stratum in words."""

    type_id: int  # 0: of all types
    town_id: int  # 0: of all towns
    label: str
    available: int  # sites
    asked: int  # sites
    drawn: int  # sites; in a preview those that will be drawn
    is_given: bool = False  # the number was named, and does not come from the division

    @property
    def shortage(self) -> int:
        """Sites that it has too few."""
        return self.asked - self.drawn


@dataclass(frozen=True)
class Preview:
    """What a draw would find: numbers only, so that nobody tries seeds until a sample suits."""

    frame: Frame
    strata: Sequence[Stratum]
    asked: int  # sites in all

    @property
    def drawn(self) -> int:
        """Sites that will be drawn."""
        return sum(stratum.drawn for stratum in self.strata)

    @property
    def shortage(self) -> int:
        """Sites missing in all."""
        return max(0, self.asked - self.drawn)


def preview_of(*, actor: Actor, terms: Terms, day: date, found: Round | None = None) -> Preview:
    """By stratum what the terms ask, what there is and what would be drawn; into a round, or for one to be made."""
    frame = frame_for(actor=actor, terms=terms, day=day, found=found)
    available: dict[Key, int] = {}
    for row in frame.candidates:
        key = key_of(row, terms.design.strata)
        available[key] = available.get(key, 0) + 1
    asked = asked_of(available=available or ({(0, 0): 0} if terms.design.strata == "none" else {}), design=terms.design)
    rows = [(key, available.get(key, 0), count) for key, count in sorted(asked.items())]
    facts = [(*key, there, count, min(there, count)) for key, there, count in rows]
    strata = [replace(row, is_given=(row.type_id, row.town_id) in terms.design.numbers) for row in in_words(facts)]
    return Preview(frame, strata, total_of(asked, terms.design))


def draws_of(*, found: Round) -> list[SampleDraw]:
    """The draws of a round, newest first. One query."""
    rows = SampleDraw.objects.filter(round=found).defer("frame").select_related("drawn_by", "replaced_by")
    return list(rows.order_by("-pk"))


def strata_of(drawn: SampleDraw) -> list[Stratum]:
    """The strata of a draw in words. At most two queries."""
    return in_words(drawn.strata)


def is_repeatable(drawn: SampleDraw) -> bool:
    """True when the kept frame, terms and seed give the sample that was kept, and the frame is the one of then."""
    frame = unpacked(bytes(drawn.frame))
    again = draw(frame=frame, design=from_json(drawn.terms).design, seed=drawn.seed)
    return digest_of(frame) == drawn.frame_digest and again.site_ids == drawn.site_ids


def packed(frame: Iterable[Candidate]) -> bytes:
    """A frame as it is kept."""
    rows = [[row.site_id, row.type_id, row.town_id, row.weight, row.unseen_days] for row in frame]
    return zlib.compress(json.dumps(rows, separators=(",", ":")).encode())


def unpacked(kept: bytes) -> list[Candidate]:
    """A kept frame."""
    return [Candidate(*row) for row in json.loads(zlib.decompress(kept))]


def in_words(rows: Iterable[Sequence[int]]) -> list[Stratum]:
    """Strata with the names of their types and towns. Two queries."""
    kept = list(rows)
    types = site_type_names(row[0] for row in kept)
    names = unit_names(row[1] for row in kept)
    return [
        Stratum(row[0], row[1], _label(types.get(row[0], ""), names.get(row[1], "")), row[2], row[3], row[4])
        for row in kept
    ]


def _label(type_name: str, town_name: str) -> str:
    return " · ".join(name for name in (town_name, type_name) if name)
