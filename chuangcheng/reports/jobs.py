"""What runs beside the pages: the figures of a bulletin are collected."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.core.jobs import JobContext, job
from chuangcheng.core.times import now
from chuangcheng.reports.access import teller
from chuangcheng.reports.models import Bulletin
from chuangcheng.reports.periods import Kind, span_of
from chuangcheng.reports.queries.collecting import collect
from chuangcheng.reports.services.bulletins import MAKING, RECOUNTING, keep_bulletin, recount_bulletin


@job(MAKING, label=gettext_lazy("汇总通报数据"))
def make_bulletin(context: JobContext, *, bulletin_id: str, kind: str, day: str) -> dict[str, str]:
    """Nothing is kept until everything is there: stopped or killed before, it leaves no trace; again, it is one."""
    if not Bulletin.objects.filter(pk=UUID(bulletin_id)).exists():
        chosen = Kind(kind)
        span = span_of(chosen, date.fromisoformat(day))
        figures = collect(actor=teller(context.actor), kind=chosen, span=span, now=now(), step=context.progress)
        keep_bulletin(actor=context.actor, bulletin_id=UUID(bulletin_id), figures=figures)
    return _result(bulletin_id, _("数据已汇总，请核对后补写开头语和工作要求。"))


@job(RECOUNTING, label=gettext_lazy("重新汇总通报数据"))
def recount(context: JobContext, *, bulletin_id: str) -> dict[str, str]:
    """The figures of a draft as they are now."""
    found = Bulletin.objects.get(pk=UUID(bulletin_id))
    kind = Kind(found.kind)
    span = span_of(kind, found.first_on)
    figures = collect(actor=teller(context.actor), kind=kind, span=span, now=now(), step=context.progress)
    recount_bulletin(actor=context.actor, bulletin_id=found.pk, figures=figures)
    return _result(bulletin_id, _("数据已重新汇总。"))


def _result(bulletin_id: str, message: str) -> dict[str, str]:
    return {"message": message, "url": reverse("reports:bulletin", args=[bulletin_id]), "label": _("打开通报")}
