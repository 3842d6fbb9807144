"""Phones that send what they kept, by the protocol of `static/field/outbox.js`, with what goes wrong on the way.

One thing at a time on each: the hashes of a record's photos, the pieces that are missing, the record. After a failure
a phone waits as the real one does, longer each time and by chance a little more or less.
"""

from __future__ import annotations

import hashlib
import io
import json
import random
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import cache
from http.client import HTTPConnection, HTTPException
from typing import Any

from PIL import Image, ImageFilter

PIECE_BYTES = 262_144  # as on the phone
FIRST_WAIT, LONGEST_WAIT = 4.0, 300.0  # seconds, as on the phone
ANSWER_SECONDS = 60  # a phone's own limit is longer; our choice
SCENES = 40  # pictures drawn; each photo is one of them with a note of its own, so that no two have the same content
WIDTH, HEIGHT, QUALITY = 1600, 1200, 82  # as the phone makes them
CUT_EVERY, TWICE_EVERY, UNHEARD_EVERY = 5, 7, 6  # of the devices, one in so many
LATER = {408, 429}  # answers that say nothing about the record, as those from 500


class Unreachable(Exception):
    """No answer, or none that says anything about the record: wait and try again."""


class Refused(Exception):
    """The server says no: counted as lost."""


@dataclass
class Told:
    """What all phones measured and met."""

    seconds: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))  # by kind of request
    devices: list[float] = field(default_factory=list)  # seconds from the first request to the last answer
    met: Counter[str] = field(default_factory=Counter)  # what went wrong, by its name
    sent_bytes: int = 0
    records: int = 0  # that were answered as taken in
    refusals: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, kind: str, seconds: float, size: int) -> None:
        """Notes one answer."""
        with self.lock:
            self.seconds[kind].append(seconds)
            self.sent_bytes += size

    def meet(self, name: str) -> None:
        """Notes something that went wrong."""
        with self.lock:
            self.met[name] += 1


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo on a phone, made again whenever it is needed."""

    owner: int
    number: int

    @property
    def content(self) -> bytes:
        """The JPEG: a scene with a note behind its first mark."""
        scene, note = scenes()[(self.owner * 7 + self.number) % SCENES], f"{self.owner}-{self.number}".encode()
        return scene[:2] + b"\xff\xfe" + (len(note) + 2).to_bytes(2, "big") + note + scene[2:]

    @property
    def sha256(self) -> str:
        """By which it is asked for."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass
class Phone:
    """One device and what it kept while there was no signal."""

    number: int
    person_id: int
    port: int
    session: str
    records: list[tuple[dict[str, Any], Sequence[Photo]]]
    told: Told
    chance: random.Random
    _line: HTTPConnection | None = None

    def sync(self) -> None:
        """Sends everything, to the end."""
        begun, failures = time.perf_counter(), 0
        waiting = list(self.records)
        is_confirmed = False
        cut_at = self.chance.randrange(len(waiting)) if self.number % CUT_EVERY == 0 else -1
        while waiting:
            record, photos = waiting[0]
            try:
                if not is_confirmed:
                    self._call("day", "GET", "/field/day")
                    is_confirmed = True
                if cut_at == len(self.records) - len(waiting) and photos:
                    cut_at = -1
                    self._break_off(photos[0])
                self._send(record, photos)
            except Unreachable as reason:
                self.told.meet(str(reason))
                failures += 1
                time.sleep(min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failures - 1)) * (0.5 + self.chance.random()))
                continue
            except Refused as refusal:
                with self.told.lock:
                    self.told.refusals.append(str(refusal))
            failures = 0
            waiting.pop(0)
        with self.told.lock:
            self.told.devices.append(time.perf_counter() - begun)
        self._hang_up()

    def _send(self, record: dict[str, Any], photos: Sequence[Photo]) -> None:
        asked = {"person_id": self.person_id, "files": [_asked(photo) for photo in photos]}
        missing = {row["sha256"]: row["offset"] for row in self._call("ask", "POST", "/field/files", asked)["missing"]}
        for photo in photos:
            if photo.sha256 in missing:
                self._send_photo(photo, missing[photo.sha256])
        if self.number % UNHEARD_EVERY == 0 and self.chance.random() < 0.2:
            self._send_unheard(record)
        if self.number % TWICE_EVERY == 0:
            self._send_beside(record)
        self._call("record", "POST", "/field/records", record)
        with self.told.lock:
            self.told.records += 1

    def _send_photo(self, photo: Photo, offset: int) -> None:
        content, is_complete = photo.content, False
        while not is_complete:
            offset = min(offset, len(content) - 1)  # all bytes are there and the end was not told: the last one again
            piece = content[offset : offset + PIECE_BYTES]
            path = f"/field/files/{photo.sha256}?offset={offset}&size={len(content)}"
            answer = self._call("piece", "PUT", path, piece)
            offset, is_complete = answer["offset"], answer.get("is_complete", False)

    def _break_off(self, photo: Photo) -> None:
        """The network goes in the middle of a piece, after one that arrived."""
        content = photo.content
        half = min(PIECE_BYTES, len(content)) // 2
        self._call("piece", "PUT", f"/field/files/{photo.sha256}?offset=0&size={len(content)}", content[:half])
        line = self._opened()
        line.putrequest("PUT", f"/api/v1/field/files/{photo.sha256}?offset={half}&size={len(content)}")
        rest = content[half:]
        for name, value in {**self._headers(rest), "Content-Length": str(len(rest))}.items():
            line.putheader(name, value)
        with suppress(OSError):
            line.endheaders(rest[: len(rest) // 2])
        self._hang_up()
        raise Unreachable("cut in the middle of a photo")

    def _send_unheard(self, record: dict[str, Any]) -> None:
        """The record arrives and its answer does not."""
        body = json.dumps(record).encode()
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)) as line, suppress(OSError):
            line.request("POST", "/api/v1/field/records", body, self._headers(record))
        raise Unreachable("answer to a record not heard")

    def _send_beside(self, record: dict[str, Any]) -> None:
        """Another tab sends the same record at the same moment."""

        def send() -> None:
            line = HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)
            with closing(line), suppress(OSError, HTTPException):
                line.request("POST", "/api/v1/field/records", json.dumps(record).encode(), self._headers(record))
                line.getresponse().read()

        self.told.meet("record sent by two tabs at once")
        threading.Thread(target=send, daemon=True).start()

    def _call(self, kind: str, method: str, path: str, body: Any = None) -> Any:
        raw = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        begun = time.perf_counter()
        try:
            line = self._opened()
            line.request(method, "/api/v1" + path, raw, self._headers(body))
            answer = line.getresponse()
            read = answer.read()
        except (OSError, HTTPException) as error:
            self._hang_up()
            raise Unreachable(f"{kind}: {type(error).__name__}") from error
        self.told.add(kind, time.perf_counter() - begun, len(raw or b""))
        return _understood(kind, answer.status, read)

    def _opened(self) -> HTTPConnection:
        if self._line is None:
            self._line = HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)
        return self._line

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = None

    def _headers(self, body: Any) -> dict[str, str]:
        kind = "application/octet-stream" if isinstance(body, bytes) else "application/json"
        token = "a" * 32
        cookie = f"sessionid={self.session}; csrftoken={token}"
        return {"Cookie": cookie, "X-CSRFToken": token, "Content-Type": kind, "Accept": "application/json"}


def _understood(kind: str, status: int, read: bytes) -> Any:
    if status in LATER or status >= 500:
        raise Unreachable(f"{kind}: {status}")
    told = json.loads(read)
    if status == 409 and told.get("code") == "WrongOffset":
        return told
    if status >= 400:
        raise Refused(f"{kind}: {status} {told.get('detail', '')}")
    return told


def _asked(photo: Photo) -> dict[str, Any]:
    return {"sha256": photo.sha256, "size": len(photo.content)}


@cache
def scenes() -> list[bytes]:
    """Pictures that pack as street scenes do: 150 to 300 kB each."""
    return list(_scenes())


def _scenes() -> Iterator[bytes]:
    for number in range(SCENES):
        rough = Image.effect_noise((WIDTH, HEIGHT), 14 + number % 6)
        smooth = Image.effect_noise((16, 12), 120).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
        grey = Image.blend(rough.filter(ImageFilter.GaussianBlur(0.7)), smooth, 0.4)
        out = io.BytesIO()
        Image.merge("RGB", (grey, smooth, grey)).save(out, "JPEG", quality=QUALITY)
        yield out.getvalue()
