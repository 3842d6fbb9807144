"""Photos in a zip beside a problem ledger, put to their rows by number or by name: 12.jpg, 12-1.jpg, 12_整改前.jpg,
WT-0006(2).png, a folder 整改后/12.jpg, or the names that a column of photos gives."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from chuangcheng.cases.models import Case, CaseEvent, CasePhoto
from chuangcheng.cases.services.ledger.drafts import CaseDraft
from chuangcheng.cases.services.ledger.new_cases import SOURCE
from chuangcheng.cases.services.ledger.words import plain
from chuangcheng.cases.services.photos import MOST_PHOTOS, PhotoUnusable
from chuangcheng.core import files
from chuangcheng.core.errors import Refusal
from chuangcheng.core.imports.archives import Packed, Photos
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.values import parse_list
from chuangcheng.core.models import StoredFile

Moment = CasePhoto.Moment
BATCH = 500  # cases in one query
LISTED = 50  # photos that found no row, by name
_AFTER = re.compile(r"整改后|处置后|治理后|after|(?<=[\d_\-－ )）])后$|^后", re.IGNORECASE)
_BEFORE = re.compile(r"整改前|处置前|治理前|before|(?<=[\d_\-－ )）])前$|^前", re.IGNORECASE)
_SIGNS = re.compile(r"^[\s_\-－—.、]+|[\s_\-－—.、]+$")
_COUNTED = re.compile(r"(?P<key>.+?)(?:[\s_\-－—]+\d{1,2}|\s*[(（]\d{1,2}[)）]|[\s_\-－—]+[a-z])$", re.IGNORECASE)
_NUMBER = re.compile(r"(?:第|no\.?|序号|编号|问题)?\s*0*(\d{1,6})\s*(?:号|行|条|题)?", re.IGNORECASE)
_PHOTO_COLUMN = re.compile(r"照片|图片|影像")


@dataclass(frozen=True)
class _Wanted:
    photo: Packed
    draft: CaseDraft
    moment: str


@dataclass
class _Album:
    """The photos to be written, and those that the cases have."""

    known: set[tuple[object, str]]  # case and hash of the file
    events: Mapping[object, Sequence[CaseEvent]]
    rows: list[CasePhoto] = field(default_factory=list)
    counts: Counter[tuple[object, str]] = field(default_factory=Counter)

    def takes(self, case: Case, sha256: str, moment: str) -> bool:
        """False for a photo that the case has already. Raises PhotoUnusable for one too many."""
        if (case.pk, sha256) in self.known:
            return False
        order = self.counts[case.pk, moment]
        if order >= MOST_PHOTOS:
            raise PhotoUnusable(_("一个问题的整改前、整改后照片各不超过%(most)s张。") % {"most": MOST_PHOTOS})
        self.known.add((case.pk, sha256))
        self.counts[case.pk, moment] += 1
        return True

    def add(self, case: Case, file: StoredFile, moment: str) -> None:
        """The photo, in the order in which they come."""
        event, order = _event_for(moment, self.events[case.pk]), self.counts[case.pk, moment] - 1
        self.rows.append(CasePhoto(case=case, event=event, file=file, moment=moment, order=order))


def attach_ledger_photos(drafts: Sequence[CaseDraft], archive: Photos, report: Report) -> None:
    """Puts every photo to the case of its row; lists those without a row, and those that are no photos.

    The same photo twice at one case is one. Call it in the transaction that took the rows.
    """
    wanted, lost = _matched(drafts, archive)
    _list_lost(lost, archive, report)
    cases = _cases([each.draft.key for each in wanted])
    album = _Album(_already(cases.values()), _events(cases.values()))
    for each in report.watched(wanted):
        case = cases.get(each.draft.key)
        if case is None:
            continue
        try:
            _take(each, archive.read(each.photo), case, album, report)
        except Refusal as refusal:
            sentence = _("照片“%(name)s”没有采用：%(why)s")
            report.note(each.draft.row, "", sentence % {"name": each.photo.name, "why": refusal})
    CasePhoto.objects.bulk_create(album.rows, batch_size=BATCH)


def _take(wanted: _Wanted, content: bytes, case: Case, album: _Album, report: Report) -> None:
    """Keeps the photo; a trial only looks whether it could be kept. Raises what refuses it."""
    name = wanted.photo.name
    if not album.takes(case, files.check(content, name=name, limits=files.PHOTOS), wanted.moment):
        return
    report.photos += 1
    if not report.is_dry:
        album.add(case, files.store(content, name=name, limits=files.PHOTOS), wanted.moment)


def _matched(drafts: Sequence[CaseDraft], archive: Photos) -> tuple[list[_Wanted], list[Packed]]:
    keys, named = _by_key(drafts), _by_name(drafts)
    rows = {(draft.row.sheet, draft.row.number): draft for draft in drafts}
    wanted, lost = [], []
    for photo in sorted(archive, key=lambda photo: photo.path):
        if photo.row:  # it stands in its row; a picture elsewhere, such as a seal above the table, is none of these
            if (placed := rows.get((photo.sheet, photo.row))) is not None:
                wanted.append(_Wanted(photo, placed, _moment_above(placed, photo)))
            continue
        found = named.get(photo.name.casefold()) or named.get(photo.stem.casefold())
        draft, moment = found or (_draft_of(photo, keys), _moment_of(photo))
        if draft is None:
            lost.append(photo)
        else:
            wanted.append(_Wanted(photo, draft, moment))
    return wanted, lost


def _moment_above(draft: CaseDraft, photo: Packed) -> str:
    """After, when the header of its column says so."""
    layout = draft.row.layout
    words = {at: word for word, at in layout.extra.items()}
    words |= {at: layout.headers[key] for key, at in layout.positions.items()}
    return Moment.AFTER if _AFTER.search(words.get(photo.column, "")) else Moment.BEFORE


def _by_key(drafts: Sequence[CaseDraft]) -> Mapping[str, CaseDraft]:
    """Number of the office, else running number, else row number → row."""
    found: dict[str, CaseDraft] = {}
    has_serials = any(draft.row.text("serial") for draft in drafts)
    for draft in drafts:
        if draft.code:
            found.setdefault(plain(draft.code), draft)
        serial = draft.row.text("serial").strip() if has_serials else str(draft.row.number)
        if match := _NUMBER.fullmatch(plain(serial)):
            found.setdefault(f"#{match[1]}", draft)
    return found


def _by_name(drafts: Sequence[CaseDraft]) -> Mapping[str, tuple[CaseDraft, str]]:
    """File name that a column of photos gives → row and moment."""
    found: dict[str, tuple[CaseDraft, str]] = {}
    for draft in drafts:
        for word, text in draft.row.extra.items():
            if _PHOTO_COLUMN.search(word):
                moment = Moment.AFTER if "后" in word else Moment.BEFORE
                for name in parse_list(text):
                    found.setdefault(name.casefold(), (draft, moment))
    return found


def _draft_of(photo: Packed, keys: Mapping[str, CaseDraft]) -> CaseDraft | None:
    stem = _SIGNS.sub("", _BEFORE.sub("", _AFTER.sub("", photo.stem)))
    tried = [stem]
    if match := _COUNTED.fullmatch(stem):
        tried.append(_SIGNS.sub("", match["key"]))
    for word in tried:
        if plain(word) in keys:
            return keys[plain(word)]
        number = _NUMBER.fullmatch(plain(word))
        if number and f"#{number[1]}" in keys:
            return keys[f"#{number[1]}"]
    folder = photo.path.replace("\\", "/").rpartition("/")[0].rpartition("/")[2]
    return keys.get(plain(folder)) if folder else None


def _moment_of(photo: Packed) -> str:
    """After, when the name says so or, where it says nothing, the folder; else before."""
    folders = photo.path.replace("\\", "/").rpartition("/")[0]
    for text in (photo.stem, folders):
        if _AFTER.search(text):
            return Moment.AFTER
        if _BEFORE.search(text):
            return Moment.BEFORE
    return Moment.BEFORE


def _cases(keys: Sequence[str]) -> dict[str, Case]:
    found: dict[str, Case] = {}
    wanted = sorted(set(keys))
    for start in range(0, len(wanted), BATCH):
        rows = Case.objects.filter(source_kind=SOURCE, source_id__in=wanted[start : start + BATCH])
        found |= {case.source_id: case for case in rows}
    return found


def _already(cases: Collection[Case]) -> set[tuple[object, str]]:
    pks = [case.pk for case in cases]
    found: set[tuple[object, str]] = set()
    for start in range(0, len(pks), BATCH):
        rows = CasePhoto.objects.filter(case__in=pks[start : start + BATCH])
        found |= set(rows.values_list("case", "file__sha256"))
    return found


def _events(cases: Collection[Case]) -> dict[object, list[CaseEvent]]:
    pks = [case.pk for case in cases]
    found: defaultdict[object, list[CaseEvent]] = defaultdict(list)
    for start in range(0, len(pks), BATCH):
        for event in CaseEvent.objects.filter(case__in=pks[start : start + BATCH]).order_by("at", "pk"):
            found[event.case_id].append(event)
    return found


def _event_for(moment: str, events: Sequence[CaseEvent]) -> CaseEvent:
    """Where the photo belongs in the story: the feedback for one of after, the first step for all else."""
    wanted = ("feed_back", "close") if moment == Moment.AFTER else ()
    return next((event for event in events if event.move in wanted), events[0])


def _list_lost(lost: Sequence[Packed], archive: Photos, report: Report) -> None:
    for photo in lost[:LISTED]:
        report.note_file(archive.name, _("照片“%(name)s”没有对应的行，没有采用。") % {"name": photo.path})
    if len(lost) > LISTED:
        report.note_file(archive.name, _("另有%(n)d张照片没有对应的行。") % {"n": len(lost) - LISTED})
