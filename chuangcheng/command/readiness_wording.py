"""Readiness in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from chuangcheng.command.queries.readiness import Contact, ReadySite
from chuangcheng.command.readiness_rules import Reason


def reason_label(reason: Reason) -> str:
    """A reason without its figures, for counting."""
    return {
        Reason.OWNER: _("没有责任单位"),
        Reason.NEVER: _("从未检查"),
        Reason.STALE: _("太久没有检查"),
        Reason.OVERDUE: _("有超期问题"),
        Reason.OPEN: _("有未结问题"),
        Reason.MATERIAL: _("缺材料"),
        Reason.PERSON: _("没有现场人员"),
        Reason.UNREHEARSED: _("没有演练"),
        Reason.FAILED: _("演练不合格"),
    }[reason]


def reason_words(reason: Reason, row: ReadySite) -> str:
    """A reason with its figures, for one site."""
    if reason is Reason.OVERDUE:
        return _("超期问题%(count)s个") % {"count": row.overdue_cases}
    if reason is Reason.OPEN:
        return _("未结问题%(count)s个") % {"count": row.open_cases - row.overdue_cases}
    if reason is Reason.MATERIAL and row.preparation is not None:
        return _("缺材料：%(what)s") % {"what": row.preparation.lacking}
    return reason_label(reason)


def duty_words(contact: Contact) -> str:
    """What somebody of the phone list does."""
    own = {"site": _("现场人员"), "plan": _("日程安排")}
    return own.get(contact.duty, contact.duty)
