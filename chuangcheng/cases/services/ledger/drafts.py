"""What a row of a problem ledger says, before it is compared with what is known."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from chuangcheng.cases.limits import Term
from chuangcheng.cases.services.ledger.times import found_at, moment_in, term_in
from chuangcheng.cases.services.ledger.words import is_urgent, plain, source_of, state_of
from chuangcheng.cases.services.opening import MOST_DESCRIPTION, MOST_PLACE
from chuangcheng.cases.states import State
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.core.imports.values import parse_code

MOST_CODE = 60  # characters of an office's own number: our choice
MOST_UNITS = 10


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """One row, understood."""

    row: Row  # for its number and the words of its cells
    key: str  # by what the row is known again
    fingerprint: str  # what it says
    code: str
    found_at: datetime
    description: str
    place: str
    units: tuple[str, ...]  # the first leads
    state: State
    term: Term | None
    fixed_at: datetime | None
    closed_at: datetime | None
    source: str
    source_words: str
    is_urgent: bool


def draft_of(row: Row, report: Report, *, at: datetime) -> CaseDraft | None:
    """What the row says; None for one that can be no case, which is rejected."""
    moment = found_at(row, report, at)
    if moment is None:
        return None
    key, sentence = _fault(row, moment, at)
    if sentence:
        report.reject(row, key, sentence)
        return None
    return _draft(row, report, moment, at)


def draft_again(row: Row, *, at: datetime) -> CaseDraft:
    """The draft of a row that was looked at before: what was worth listing is listed."""
    draft = draft_of(row, Report(), at=at)
    if draft is None:
        raise LookupError(f"row {row.number} can be no case")
    return draft


def list_double(draft: CaseDraft, earlier: CaseDraft, report: Report) -> None:
    """A row that says the same twice counts once; one that says something else is rejected."""
    if draft.fingerprint == earlier.fingerprint:
        report.unchanged += 1
        report.note(draft.row, "", _("与第%(row)d行相同，只取一次。") % {"row": earlier.row.number})
    else:
        sentence = _("与第%(row)d行是同一个问题而内容不同，以第%(row)d行为准，请核对。")
        report.reject(draft.row, "", sentence % {"row": earlier.row.number})


def _fault(row: Row, found: datetime, at: datetime) -> tuple[str, str]:
    """Column and sentence of what makes the row unusable; two empty texts when nothing does."""
    if found > at:
        return "found_at", _("发现时间晚于今天，请改正。")
    if len(row.text("description").strip()) > MOST_DESCRIPTION:
        return "description", _("问题描述不能超过%(most)s字，请精简后再提交。") % {"most": MOST_DESCRIPTION}
    if len(_code(row)) > MOST_CODE:
        return "code", _("编号不能超过%(most)s个字，请改短。") % {"most": MOST_CODE}
    return "", ""


def _draft(row: Row, report: Report, found: datetime, at: datetime) -> CaseDraft:
    fixed, closed = (moment_in(row, key, report, found, at) for key in ("fixed_at", "closed_at"))
    code, place = _code(row), " ".join(row.text("place").split())[:MOST_PLACE]
    description, source = row.text("description").strip(), row.text("source")
    units, term = _units(row), term_in(row, report, found)
    state = state_of(
        status=row.text("status"),
        fixed=row.text("fixed"),
        closed=row.text("closed") or ("是" if closed else ""),
        has_unit=bool(row.values.get("unit")),
        has_fixed_day=fixed is not None,
    )
    return CaseDraft(
        row=row.without_values(),
        key=_digest(code or "|".join((found.isoformat(), plain(place), plain(description)))),
        # The running number in front says nothing.
        fingerprint=_digest(repr((description, place, units, state, term, fixed, closed))),
        code=code,
        found_at=found,
        description=description,
        place=place,
        units=units,
        state=state,
        term=term,
        fixed_at=fixed,
        closed_at=closed,
        source=source_of(source),
        source_words=" ".join(source.split())[:60],
        is_urgent=is_urgent(row.text("severity")),
    )


def _units(row: Row) -> tuple[str, ...]:
    """Those named, the leading one first."""
    leading, assisting = row.values.get("unit") or (), row.values.get("assisting") or ()
    return (tuple(dict.fromkeys((*leading, *assisting))) if assisting else leading)[:MOST_UNITS]


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:40]


def _code(row: Row) -> str:
    """The office's own number; a running number is none, for it changes with the order of the rows."""
    return parse_code(row.text("code")) if row.text("code").strip() else ""
