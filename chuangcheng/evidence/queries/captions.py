"""What may be said of files that were just brought: guessed by path and camera, or what all pieces so far say alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chuangcheng.core.models import StoredFile
from chuangcheng.core.times import SHANGHAI
from chuangcheng.evidence.guessing import common_of, guessed
from chuangcheng.evidence.models import MaterialRequest
from chuangcheng.evidence.queries.pieces import pieces_now


@dataclass(frozen=True, slots=True)
class Captioner:
    """Knows what a request asks a caption to tell."""

    fields: Sequence[str]
    common: dict[str, str]  # of the pieces that were brought for it before

    def caption_of(self, file: StoredFile, path: str) -> dict[str, str]:
        """Field → text, of the fields that are asked for and of which something is known."""
        taken_at = file.taken_at.astimezone(SHANGHAI) if file.taken_at is not None else None
        known = {**self.common, **guessed(path, taken_at)}
        return {name: known[name] for name in self.fields if known.get(name)}


def captioner_of(material: MaterialRequest) -> Captioner:
    """Two queries. The time is each file's own, so that it is never taken from the others."""
    common = common_of(each.piece.caption for each in pieces_now(material))
    return Captioner(material.captions, {name: text for name, text in common.items() if name != "time"})
