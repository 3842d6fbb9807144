"""Lines in the inboxes of the desk."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as mark

from chuangcheng.core.notices import notify
from chuangcheng.core.times import local_date
from chuangcheng.intake.access import APPROVE, DRAFT, RECEIVE
from chuangcheng.intake.models import Report, ReportEvent
from chuangcheng.intake.phones_in_text import without_numbers
from chuangcheng.orgs.queries.holders import people_with

Kind = ReportEvent.Kind
SENTENCES = {
    Kind.SETTLED: (DRAFT, mark("来件%(number)s所涉问题已办结，请答复反映人")),
    Kind.NOTED: (RECEIVE, mark("来件%(number)s的反映人补充了情况")),
    Kind.DISPUTED: (DRAFT, mark("来件%(number)s的反映人说没有解决")),
    Kind.CHANGED: (DRAFT, mark("来件%(number)s的反映人更正了内容，请核对")),
    Kind.WITHDRAWN: (DRAFT, mark("来件%(number)s的反映人撤回了反映")),
    Kind.DRAFTED: (APPROVE, mark("来件%(number)s的答复待审批")),
}


def tell_desk(report: Report, event: ReportEvent) -> None:
    """A line about this step for those who act next. Inboxes keep the language of the office."""
    permission, sentence = SENTENCES[Kind(event.kind)]
    people = people_with(permission=permission, today=local_date(event.at)).values_list("pk", flat=True)
    with translation.override(settings.LANGUAGE_CODE):
        title = _(sentence) % {"number": report.number}
    notify(
        person_ids=[person for person in people if person != event.actor_id],
        key=f"intake:{event.pk}",
        title=title,
        body=without_numbers(report.text),
        link=reverse("intake:report", args=[report.pk]),
    )
