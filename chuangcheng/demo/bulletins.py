"""Bulletins: one of a month is issued and signed for by some, last week's waits for approval."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from chuangcheng.command.models import CircularUnit
from chuangcheng.command.services.circulars import PassGiven, sign_circular
from chuangcheng.core.access import Actor
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import local_date, now, replayed_at
from chuangcheng.orgs.access import actor_with_id
from chuangcheng.orgs.models import Person
from chuangcheng.orgs.queries import liaisons_of_units
from chuangcheng.reports.access import teller
from chuangcheng.reports.models import Bulletin
from chuangcheng.reports.periods import Kind, Span, span_before, usual_span
from chuangcheng.reports.queries.collecting import collect
from chuangcheng.reports.services import WordsGiven, change_bulletin, issue_bulletin, keep_bulletin, move_bulletin
from chuangcheng.reports.wording import period_words

OPENING = "现将{period}文明城市创建工作情况通报如下（示例文字）。"
DEMANDS = (
    "各单位要对照通报逐件核对，超期问题三个工作日内办结。\n"
    "排名靠后的单位要查找原因，把措施和时限报区创城办。\n"
    "对已经整改的点位加密巡查，防止回潮（示例文字）。"
)
SIGNED = 3  # units that signed
DAY = timedelta(days=1)


def make_bulletins() -> None:
    """By the services that the office uses: the month whose boards are published, and the last week. After the photos
    were drawn; again: nothing."""
    if Bulletin.objects.exists():
        return
    at = now()
    office, leader = (actor_with_id(Person.objects.get(username=name).pk) for name in ("chuangchengban", "lingdao"))
    last = usual_span(Kind.MONTHLY, local_date(at))
    with transaction.atomic(), replayed_at(at - DAY):
        monthly = _submitted(office, Kind.MONTHLY, span_before(Kind.MONTHLY, last))
        move_bulletin(actor=leader, bulletin_id=monthly.pk, code="approve")
        sent = issue_bulletin(actor=office, bulletin_id=monthly.pk, given=PassGiven(kinds=("street",)))
        _sign(sent, local_date(at))
        _submitted(office, Kind.WEEKLY, usual_span(Kind.WEEKLY, local_date(at)))


def _submitted(office: Actor, kind: Kind, span: Span) -> Bulletin:
    moment = now()
    figures = collect(actor=teller(office), kind=kind, span=span, now=moment, step=lambda *_at: None)
    made = keep_bulletin(actor=office, bulletin_id=new_id(), figures=figures)
    words = WordsGiven(
        made.title,
        made.masthead,
        made.issuer,
        made.recipients,
        copies="区委办、区政府办（示例）",
        opening=OPENING.format(period=period_words(kind, span.first, span.last)),
        demands=DEMANDS,
        case_ids=made.case_ids,
    )
    change_bulletin(actor=office, bulletin_id=made.pk, given=words)
    return move_bulletin(actor=office, bulletin_id=made.pk, code="submit")


def _sign(sent: Bulletin, day: date) -> None:
    units = list(CircularUnit.objects.filter(circular=sent.circular).order_by("pk").values_list("unit", flat=True))
    people = liaisons_of_units(units, today=day)
    for unit in units[:SIGNED]:
        if people.get(unit) and sent.circular is not None:
            actor = actor_with_id(people[unit][0])
            sign_circular(actor=actor, receipt_id=new_id(), circular_id=sent.circular.pk, unit_id=unit)
