"""Our own list of problems, come back with edited cells. What describes the problem is corrected, and the correction is
a new step of its story; who fixes it, how it stands and its times are moved in the product only, and listed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from chuangcheng.cases.access import visible_cases
from chuangcheng.cases.models import Case, CaseEvent, ProblemClass
from chuangcheng.cases.papers import exported_words
from chuangcheng.cases.services.indexing import index_cases
from chuangcheng.cases.services.ledger.lookups import known_classes
from chuangcheng.cases.services.ledger.words import is_urgent, plain
from chuangcheng.cases.services.opening import MOST_DESCRIPTION, MOST_PLACE
from chuangcheng.cases.services.steps import CORRECT
from chuangcheng.core.access import Actor
from chuangcheng.core.imports.marks import edited_words, headers_of, text_under
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.core.phones import mask_phones_in, with_phones_of
from chuangcheng.core.times import now
from chuangcheng.orgs.services import NamedUnits
from chuangcheng.sites.queries import sites_by_name

if TYPE_CHECKING:
    from chuangcheng.sites.models import Site

BATCH = 500  # numbers in one query, rows in one statement
CORRECTED = ("description", "site", "place_text", "lon", "lat", "cell", "problem_class", "area", "severity")


class NotTaken(Exception):
    """The edited cell cannot be taken; carries the sentence."""


@dataclass
class _Known:
    """What the words of the edited cells mean, looked up once for all of them."""

    units: NamedUnits
    sites: Mapping[str, list[Site]]
    classes: Mapping[str, list[ProblemClass]]
    events: list[CaseEvent] = field(default_factory=list)
    changed: list[Case] = field(default_factory=list)


def correct_exported(rows: Sequence[Row], *, actor: Actor, report: Report) -> list[Row]:
    """Of rows with numbers such as ours, those that are none of ours; of the others the edited cells are taken."""
    cases = _cases([row.values["code"] for row in rows], actor)
    ours = {id(row) for row in rows if row.values["code"] in cases or row.values.get("mark")}
    places = {text_under(row, _header_of(row, "地点")).strip() for row in rows}
    known = _Known(NamedUnits(actor=actor, report=report), sites_by_name(actor=actor, names=places), known_classes())
    seen: set[str] = set()
    for row in report.watched([row for row in rows if id(row) in ours]):
        number = row.values["code"]
        if number not in cases:
            report.reject(row, "code", _("没有编号为%(number)s的问题，请核对编号。") % {"number": number})
        elif number in seen:
            report.reject(row, "code", _("编号%(number)s在表中不止一行，以上面一行为准。") % {"number": number})
        else:
            seen.add(number)
            _take(row, cases[number], known, actor, report)
    _write(known)
    return [row for row in rows if id(row) not in ours]


def _cases(numbers: Sequence[str], actor: Actor) -> dict[str, Case]:
    found: dict[str, Case] = {}
    wanted = sorted(set(numbers))
    for start in range(0, len(wanted), BATCH):
        seen = visible_cases(actor).filter(number__in=wanted[start : start + BATCH]).values("pk")
        rows = Case.objects.filter(pk__in=seen).select_related("site", "area", "problem_class")
        found |= {case.number: case for case in rows.select_for_update(of=("self",))}
    return found


def _take(row: Row, case: Case, known: _Known, actor: Actor, report: Report) -> None:
    meant = _meant(row)
    edited = edited_words(row, list(meant), row.values.get("mark") or "")
    if edited is None:
        report.unchanged += 1
        sentence = _("%(number)s是本系统的问题，但这一行没有导出标记，看不出改了哪些格，没有改动。")
        report.note(row, "", sentence % {"number": case.number})
        return
    changes = [found for word in edited if (found := _change(word, meant[word], row, case, known, report)) is not None]
    if not changes:
        report.unchanged += 1
        return
    report.updated += 1
    known.changed.append(case)
    known.events.append(_event(case, changes, actor))


def _meant(row: Row) -> dict[str, str]:
    """Header word of the file → the Chinese one that it stands for, in the order of the marks.

    The list goes out in the language of who takes it, and comes back through anybody's hands.
    """
    chinese = exported_words(settings.LANGUAGE_CODE)
    words = [exported_words(language) for language, _name in settings.LANGUAGES]
    there = headers_of(row)
    written = max(words, key=lambda each: (len(there.intersection(each)), each == chinese))
    return dict(zip(written, chinese, strict=True))


def _header_of(row: Row, meant: str) -> str:
    return next(word for word, chinese in _meant(row).items() if chinese == meant)


def _change(word: str, meant: str, row: Row, case: Case, known: _Known, report: Report) -> dict[str, str] | None:
    """What the cell changed in the case, unsaved; None when it changed nothing, which is listed when it should have."""
    text = text_under(row, word).strip()
    corrector = _CORRECTORS.get(meant)
    if corrector is None:
        report.note_under(row, word, _("“%(word)s”不能用表格改，请在系统中办理；其余各格照常处理。") % {"word": word})
        return None
    try:
        old, new = corrector(text, row, case, known)
    except NotTaken as error:
        report.note_under(row, word, str(error))
        return None
    return None if old == new else {"what": meant, "old": mask_phones_in(old) or "—", "new": mask_phones_in(new) or "—"}


def _describe(text: str, _row: Row, case: Case, _known: _Known) -> tuple[str, str]:
    if not text or len(text) > MOST_DESCRIPTION:
        raise NotTaken(_("问题描述应为1到%(most)s字，没有改动。") % {"most": MOST_DESCRIPTION})
    old, case.description = case.description, with_phones_of(text, case.description)  # it went out with them masked
    return old, case.description


def _place(text: str, _row: Row, case: Case, known: _Known) -> tuple[str, str]:
    text = " ".join(text.split())
    if not text or len(text) > MOST_PLACE:
        raise NotTaken(_("地点应为1到%(most)s字，没有改动。") % {"most": MOST_PLACE})
    old = case.place
    text = with_phones_of(text, old)
    found = known.sites.get(text, [])
    site = found[0] if len(found) == 1 else None
    case.site, case.place_text = site, text
    case.lon, case.lat, case.cell = (site.lon, site.lat, site.cell) if site else (None, None, "")
    return old, text


def _classify(text: str, _row: Row, case: Case, known: _Known) -> tuple[str, str]:
    found = known.classes.get(plain(text), [])
    if len(found) != 1:
        raise NotTaken(_("没有叫“%(name)s”的问题类别，没有改动。") % {"name": text})
    old, case.problem_class = case.problem_class, found[0]
    return old.name if old else "", found[0].name


def _move_area(text: str, row: Row, case: Case, known: _Known) -> tuple[str, str]:
    area = known.units.unit(text, row, "area") if text else None
    if area is None:
        raise NotTaken(_("所在区域没有改动，请写一个街道、乡镇或社区的名称。"))
    old, case.area = case.area, area
    return old.name if old else "", area.name


def _weigh(text: str, _row: Row, case: Case, _known: _Known) -> tuple[str, str]:
    old = str(Case.Severity(case.severity).label)
    case.severity = Case.Severity.URGENT if is_urgent(text) else Case.Severity.NORMAL
    return old, str(Case.Severity(case.severity).label)


_CORRECTORS: Mapping[str, Callable[[str, Row, Case, _Known], tuple[str, str]]] = {
    "问题描述": _describe,
    "地点": _place,
    "问题类别": _classify,
    "所在区域": _move_area,
    "紧急程度": _weigh,
}


def _event(case: Case, changes: Sequence[dict[str, str]], actor: Actor) -> CaseEvent:
    """The correction as a step. The newest step stays the one that moved the case: nobody's open page grows old."""
    return CaseEvent(
        case=case,
        move=CORRECT,
        from_state=case.state,
        to_state=case.state,
        actor_id=actor.person_id,
        actor_name=actor.name,
        at=now(),
        data={"changes": list(changes)},
    )


def _write(known: _Known) -> None:
    Case.objects.bulk_update(known.changed, CORRECTED, batch_size=BATCH)
    CaseEvent.objects.bulk_create(known.events, batch_size=BATCH)
    if known.changed:
        index_cases([case.pk for case in known.changed])
