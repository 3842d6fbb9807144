"""The same place twice in one file: the second row is listed and not taken."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from chuangcheng.core.imports.report import Report
from chuangcheng.sites.services.ledger.drafts import SiteDraft, plain


def without_doubles(drafts: Sequence[SiteDraft], report: Report) -> list[SiteDraft]:
    """The drafts without those that name a place of a higher row.

    One that says the same counts as unchanged and is noted; one that says something else, or has another code, is
    rejected. Rows of one name stay apart when their addresses differ.
    """
    by_code: dict[str, SiteDraft] = {}
    by_place: dict[tuple[str, str, str], list[SiteDraft]] = {}
    kept = []
    for draft in drafts:
        there = by_place.setdefault(draft.place, [])
        earlier = by_code.get(draft.code) if draft.code else None
        earlier = earlier or next((other for other in there if _is_same(other, draft)), None)
        if earlier is None:
            kept.append(draft)
            there.append(draft)
            by_code.setdefault(draft.code, draft)
        else:
            _list(draft, earlier, report)
    return kept


def _is_same(earlier: SiteDraft, draft: SiteDraft) -> bool:
    """Whether two rows of one name, type and area are one place: the addresses tell, or where one has none, the
    coordinates; where these are missing too nothing tells them apart."""
    addresses = earlier.said["address"], draft.said["address"]
    if all(addresses):
        return plain(addresses[0]) == plain(addresses[1])
    positions = earlier.said["position"], draft.said["position"]
    return not all(positions) or positions[0] == positions[1]


def _list(draft: SiteDraft, earlier: SiteDraft, report: Report) -> None:
    is_same_sheet = draft.row.sheet == earlier.row.sheet
    row = {"row": earlier.row.number, "sheet": earlier.row.sheet}
    place = _("第%(row)d行") % row if is_same_sheet else _("“%(sheet)s”第%(row)d行") % row
    if draft.code != earlier.code:
        sentence = _("与%(place)s是同一处（名称、类型、所属街道相同），没有重复建立，请核对编号或写明地址。")
        report.reject(draft.row, "name", sentence % {"place": place})
    elif draft.fingerprint() == earlier.fingerprint():
        report.unchanged += 1
        report.note(draft.row, "name", _("与%(place)s重复，只取一次。") % {"place": place})
    else:
        sentence = _("与%(place)s是同一个点位而内容不同，以%(place)s为准，请核对。")
        report.reject(draft.row, "name", sentence % {"place": place})
