"""Takes the rows of a crosswalk table. New pairs are linked; an edited cell of our own export changes its link, with
the file as reason. What a person decided in the product since is left as it is: a link that says something else by now,
one that was ended, a pair that was refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.imports.lines import Rows
from chuangcheng.core.imports.marks import LETTERS, edited_words, headers_of, mark_of_values
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.core.times import local_date, now
from chuangcheng.standards.access import visible_frameworks
from chuangcheng.standards.crosswalk_table import COLUMNS, SAID, exported_words, line_of
from chuangcheng.standards.models import Framework, RefusedPair, Standard, StandardLink
from chuangcheng.standards.relation_words import relation_words
from chuangcheng.standards.services.crosswalk import (
    LinkDraft,
    audited,
    lock_standards,
    says,
    wanted_of,
    write_links,
)

BATCH = 500  # ids in one query
Pair = frozenset[int]


@dataclass
class _Plan:
    """What the rows come to."""

    drafts: list[LinkDraft] = field(default_factory=list)
    ended: list[StandardLink] = field(default_factory=list)  # changed: they end, and what is drafted begins


def apply_crosswalk_rows(rows: Rows, *, actor: Actor, report: Report) -> None:
    """See `core.imports.kinds.Apply`. A dozen statements, however many rows."""
    drafts = _drafts(rows, actor, report)
    lock_standards([pk for draft in drafts.values() for pk in (draft.first_id, draft.second_id)])
    links, refused = _known(drafts.values())
    plan, seen = _Plan(), dict[Pair, LinkDraft]()
    for row in report.watched(rows):
        draft = drafts.get((row.sheet, row.number))
        if draft is None:
            continue
        pair = frozenset((draft.first_id, draft.second_id))
        if pair in seen:
            _again(row, draft, seen[pair], report)
            continue
        seen[pair] = draft
        mine = links.get(pair, [])
        if mine and mine[0].ended_at is None:
            _take_linked(row, draft, mine[0], plan, report)
        elif pair in refused:
            report.unchanged += 1
            report.note(row, "", _("有人判断这两条标准不对照，没有再对照；要对照请在页面上办理。"))
        else:
            _take_new(row, draft, mine, plan, report)
    _write(plan, actor, report)


def _drafts(rows: Rows, actor: Actor, report: Report) -> dict[tuple[str, int], LinkDraft]:
    """Place of a row → the link that it says; rows that say none are rejected."""
    finder = _Finder(rows, actor)
    found = {}
    for row in rows:
        ends = [finder.standard(row, side, report) for side in ("first", "second")]
        first, second = ends
        if first is None or second is None:
            continue
        if first.framework_id == second.framework_id:
            report.reject(row, "second_code", _("同一体系内的标准不需要对照，请选择另一个体系的标准。"))
            continue
        relation, share, reason = (row.values.get(key) for key in SAID)
        draft = LinkDraft(first.pk, second.pk, relation or "", share, reason or "")
        try:
            wanted_of(draft)
        except InvalidInput as problem:
            report.reject(row, "share", str(problem))
        else:
            found[row.sheet, row.number] = draft
    return found


class _Finder:
    """Standards by framework and code, looked up once for all rows."""

    def __init__(self, rows: Rows, actor: Actor) -> None:
        self._frameworks = list(visible_frameworks(actor).order_by("-pk"))
        codes = {row.values.get(f"{side}_code") for row in rows for side in ("first", "second")}
        self._standards: dict[str, list[Standard]] = defaultdict(list)
        wanted = sorted(code for code in codes if code)
        for start in range(0, len(wanted), BATCH):
            found = Standard.objects.filter(framework__in=self._frameworks, code__in=wanted[start : start + BATCH])
            for standard in found.only("code", "framework"):
                self._standards[standard.code].append(standard)

    def standard(self, row: Row, side: str, report: Report) -> Standard | None:
        """The standard that a row names on one side; None, and told, where there is none or more than one."""
        code, name = row.values[f"{side}_code"], row.text(f"{side}_framework").strip()
        among = self._named(name)
        if name and not among:
            told = _("没有叫“%(name)s”的体系，请核对名称和版本。") % {"name": name[:40]}
            report.reject(row, f"{side}_framework", told)
            return None
        found = [each for each in self._standards.get(code, ()) if each.framework_id in among]
        if len(found) == 1:
            return found[0]
        if found:
            sentence = _("编号%(code)s在几个体系中都有，请写明体系。")
        elif name:
            sentence = _("“%(name)s”中没有编号%(code)s，请核对。")
        else:
            sentence = _("执行中的体系里没有编号%(code)s，请核对。")
        report.reject(row, f"{side}_code", sentence % {"code": code, "name": name[:40]})
        return None

    def _named(self, name: str) -> set[int]:
        """The framework of this name and edition; without an edition the one in force, else the newest."""
        in_force = [each for each in self._frameworks if each.state == Framework.State.IN_FORCE]
        if not name:
            return {each.pk for each in in_force}
        whole = [each for each in self._frameworks if str(each) == name]
        called = whole or [each for each in in_force if each.name == name]
        called = called or [each for each in self._frameworks if each.name == name]
        return {called[0].pk} if called else set()


def _known(drafts: Iterable[LinkDraft]) -> tuple[dict[Pair, list[StandardLink]], set[Pair]]:
    """The links of each pair, those that stand first, and the pairs that somebody refused."""
    ids = sorted({pk for draft in drafts for pk in (draft.first_id, draft.second_id)})
    links: dict[Pair, list[StandardLink]] = defaultdict(list)
    refused: set[Pair] = set()
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        rows = StandardLink.objects.filter(first__in=some).select_related("first__framework", "second__framework")
        for link in rows.order_by("-pk"):
            links[frozenset((link.first_id, link.second_id))].append(link)
        pairs = RefusedPair.objects.filter(first__in=some, taken_up_at__isnull=True)
        refused |= {frozenset(pair) for pair in pairs.values_list("first_id", "second_id")}
    return {pair: sorted(found, key=lambda each: each.ended_at is not None) for pair, found in links.items()}, refused


def _again(row: Row, draft: LinkDraft, before: LinkDraft, report: Report) -> None:
    if wanted_of(draft) == wanted_of(before):
        report.unchanged += 1
    else:
        report.reject(row, "relation", _("这两条标准在表中不止一行，关系不同，以上面一行为准。"))


def _take_new(row: Row, draft: LinkDraft, before: Sequence[StandardLink], plan: _Plan, report: Report) -> None:
    """A pair that is not linked and that nobody refused; linked once, it stays ended until a person says otherwise."""
    if not before:
        plan.drafts.append(draft)
        report.created += 1
        return
    report.unchanged += 1
    ended_at = before[0].ended_at
    told = {"day": local_date(ended_at).isoformat() if ended_at else "", "who": before[0].ended_by_name}
    report.note(row, "", _("这对标准的对照已由%(who)s在%(day)s结束，没有再对照；要对照请在页面上办理。") % told)


def _take_linked(row: Row, draft: LinkDraft, link: StandardLink, plan: _Plan, report: Report) -> None:
    edited = _edited(row)
    if edited and not _moved_on(link, row):
        plan.ended.append(link)
        plan.drafts.append(draft)
        report.updated += 1
        return
    report.unchanged += 1
    if edited:
        report.note(row, "relation", _("导出以后在系统中也改过，没有采用表中的改动。"))
    elif edited is None and says(link) != wanted_of(draft):
        words = {"relation": relation_words(link.relation, link.share)}
        report.note(row, "relation", _("已按“%(relation)s”对照，没有改动；要改请导出后修改或在页面上改。") % words)


def _edited(row: Row) -> set[str] | None:
    """What of a link's words somebody edited; None for a row that is no line of ours or names other standards now."""
    words = _words(row)
    found = edited_words(row, list(words.values()), str(row.values.get("mark") or ""))
    if found is None:
        return None
    keys = {key for key, word in words.items() if word in found}
    if {"first_framework", "first_code", "second_framework", "second_code"} & keys:
        return None
    return keys.intersection(SAID)


def _moved_on(link: StandardLink, row: Row) -> bool:
    """Whether the link says something else than when the line went out."""
    with override(_language(row)):
        now_said = mark_of_values(line_of(link))
    mark = str(row.values.get("mark") or "")
    places = [place * LETTERS for place, column in enumerate(COLUMNS) if column.key in SAID]
    return any(mark[at : at + LETTERS] != now_said[at : at + LETTERS] for at in places)


def _words(row: Row) -> Mapping[str, str]:
    """Key of a column → its header word in this file."""
    return {column.key: word for column, word in zip(COLUMNS, exported_words(_language(row)), strict=True)}


def _language(row: Row) -> str:
    """The language of this file: a table goes out in that of who takes it."""
    there = headers_of(row)
    languages = [settings.LANGUAGE_CODE, *(language for language, _name in settings.LANGUAGES)]
    return max(languages, key=lambda language: len(there.intersection(exported_words(language))))


def _write(plan: _Plan, actor: Actor, report: Report) -> None:
    reason = _("从Excel导入：%(file)s") % {"file": report.file_name}
    at = now()
    for link in plan.ended:
        link.ended_at, link.ended_by_id, link.ended_by_name, link.end_reason = at, actor.person_id, actor.name, reason
    changed = ["ended_at", "ended_by", "ended_by_name", "end_reason"]
    StandardLink.objects.bulk_update(plan.ended, changed, batch_size=BATCH)
    told = [(link, {**audited(link), "reason": reason}) for link in plan.ended]
    audit.record_all(actor=actor, action="standards.end_link", subjects=told)
    made = write_links(actor=actor, drafts=plan.drafts, origin=StandardLink.Origin.IMPORT)
    audit.record_all(actor=actor, action="standards.link", subjects=[(link, audited(link)) for link in made])
