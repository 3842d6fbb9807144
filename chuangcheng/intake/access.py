"""Permissions on reports, and the only way to their rows."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import Actor, define, require
from chuangcheng.core.errors import NotFound
from chuangcheng.intake.models import Answer, Batch, Report
from chuangcheng.orgs.access import in_units_where
from chuangcheng.orgs.roles import DESK

OFFICE = "creation_office"

VIEW = define("intake.view", _("查看来件"), roles=(OFFICE, DESK, "supervision", "government_supervision", "leader"))
RECEIVE = define("intake.receive", _("登记与办理来件"), roles=(OFFICE, DESK))
DRAFT = define("intake.draft", _("起草与发出答复"), roles=(OFFICE, DESK))
APPROVE = define("intake.approve", _("审批答复"), roles=(OFFICE,))
OPEN_CONTACTS = define("intake.open_contacts", _("查看反映人联系方式"), roles=(OFFICE, DESK))
EXPORT = define("intake.export", _("导出来件清单"), roles=(OFFICE, DESK, "government_supervision"))
CHANGE_SOURCES = define("intake.change_sources", _("维护来件来源"), roles=(OFFICE,))

MANAGE_BATCHES = define("intake.manage_batches", _("登记与导入上级反馈"), roles=(OFFICE,))
ACKNOWLEDGE = define("intake.acknowledge", _("阅示、督办上级反馈"), roles=("leader",))

# Not the outlines of units and sites, which are large and drawn elsewhere.
KNOWN_WITH = ("source", "rule", "problem_class", "site", "area", "case__main_case", "answer", "recorded_by")
HEAVY = ("area__boundary",)


def visible_reports(actor: Actor) -> QuerySet[Report]:
    """The reports of the actor's units; all of them for who views the whole place."""
    require(actor, VIEW)
    return Report.objects.filter(in_units_where(actor, VIEW, "area"))


def report_for(actor: Actor, report_id: UUID, *, lock: bool = False) -> Report:
    """The report with what is shown of it; NotFound when absent or not theirs. `lock` holds it to the end."""
    if lock:
        # Alone and first: a row that was waited for comes back with the joined rows of before.
        Report.objects.select_for_update().filter(pk=report_id).values_list("pk").first()
    found = visible_reports(actor).filter(pk=report_id).select_related(*KNOWN_WITH).defer(*HEAVY).first()
    if found is None:
        raise NotFound(gettext("没有找到该来件，请从来件列表进入。"))
    return found


def report_of_token(token: str, *, lock: bool = False) -> Report:
    """The report that a public link leads to; NotFound when there is none."""
    if lock:
        Report.objects.select_for_update().filter(token=token).values_list("pk").first()
    found = Report.objects.filter(token=token).select_related(*KNOWN_WITH).defer(*HEAVY).first() if token else None
    if found is None:
        raise NotFound(gettext("没有找到这件反映，请核对链接。"))
    return found


def visible_batches(actor: Actor) -> QuerySet[Batch]:
    """All batches for who views the whole place; otherwise those of which the actor is a leader."""
    require(actor, VIEW)
    if actor.everywhere(VIEW):
        return Batch.objects.all()
    return Batch.objects.filter(leaders=actor.person_id or 0)


def batch_for(actor: Actor, batch_id: UUID) -> Batch:
    """The batch; NotFound when absent or not theirs."""
    found = visible_batches(actor).filter(pk=batch_id).prefetch_related("leaders", "steps").first()
    if found is None:
        raise NotFound(gettext("没有找到这批上级反馈，请从上级反馈列表进入。"))
    return found


def answer_for(report: Report, answer_id: UUID) -> Answer:
    """An answer of this report; NotFound when it is none of its."""
    found = Answer.objects.filter(pk=answer_id, report=report).first()
    if found is None:
        raise NotFound(gettext("没有找到这份答复，请刷新页面查看最新情况。"))
    return found
