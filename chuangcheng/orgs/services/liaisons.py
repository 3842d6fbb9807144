"""包干联系: who answers for a town, who helps it, and the help that units ask them for."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput, NotFound, Refusal
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.notices import inbox_text, notify
from chuangcheng.core.times import now, today
from chuangcheng.orgs.access import ASK_HELP, CHANGE_UNITS, LIAISE, is_mine
from chuangcheng.orgs.models import HelpRequest, Person, TownLink, Unit
from chuangcheng.orgs.queries.liaisons import links_on, people_of

TOWN_KINDS = (Unit.Kind.STREET, Unit.Kind.TOWN)
MOST_TEXT = 500  # characters, as the columns


class AnsweredAlready(Refusal):
    """Somebody answered the request before."""


@transaction.atomic
def link_town(
    *, actor: Actor, town_id: int, starts_on: date, leader_id: int | None = None, bureau_id: int | None = None
) -> TownLink:
    """A leader or bureau for a town from a day on; the leader, or bureau, of before ends the day before."""
    require(actor, CHANGE_UNITS)
    town = Unit.objects.select_for_update().filter(pk=town_id, kind__in=TOWN_KINDS, closed_on__isnull=True).first()
    if town is None:
        raise NotFound(_("请选择一个街道或乡镇。"))
    if (leader_id is None) == (bureau_id is None):
        raise InvalidInput(_("请选择包干领导或联系部门，一次一个。"))
    _check_there(leader_id, bureau_id)
    of_kind = TownLink.objects.filter(town=town, ends_on__isnull=True, leader__isnull=leader_id is None)
    same = of_kind.filter(leader_id=leader_id, bureau_id=bureau_id).first()
    if same is not None:
        return same
    if of_kind.filter(starts_on__gte=starts_on).exists():
        raise InvalidInput(_("该街镇从这一天或以后已有安排，请选择更晚的日期。"))
    of_kind.update(ends_on=starts_on - timedelta(days=1))
    made = TownLink.objects.create(town=town, leader_id=leader_id, bureau_id=bureau_id, starts_on=starts_on)
    audit.record(actor=actor, action="orgs.link_town", subject=made)
    return made


@transaction.atomic
def ask_for_help(
    *,
    actor: Actor,
    request_id: UUID,
    link_id: int,
    text: str,
    source_kind: str,
    source_id: str,
    source_label: str,
) -> HelpRequest:
    """A unit of a town asks the town's leader or bureau for help; the same id twice is one request."""
    require(actor, ASK_HELP)
    known = HelpRequest.objects.filter(pk=request_id).first()
    if known is not None and known.asked_by_id == actor.person_id:
        return known
    if known is not None or not is_client_id(request_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    link = links_on(today()).filter(pk=link_id).first()
    unit = _asking_unit(actor, link)
    if link is None or unit is None:
        raise NotFound(_("没有找到包干领导或联系部门，请刷新页面后重新选择。"))
    words = _checked(text, _("请写明需要什么帮助。"))
    made = HelpRequest.objects.create(
        pk=request_id,
        link=link,
        unit=unit,
        text=words,
        source_kind=source_kind,
        source_id=source_id,
        source_label=source_label[:200],
        asked_by_id=actor.person_id,
    )
    notify(
        person_ids=people_of(link),
        key=f"orgs.help-{made.pk}",
        title=inbox_text("%(unit)s请求帮助：%(what)s", {"unit": unit.name, "what": made.source_label}),
        link="/help/",
    )
    audit.record(actor=actor, action="orgs.ask_for_help", subject=made)
    return made


@transaction.atomic
def answer_help(*, actor: Actor, request_id: UUID, answer: str) -> HelpRequest:
    """What the leader or bureau did; by themselves, or by who keeps the units."""
    require(actor, LIAISE)
    HelpRequest.objects.select_for_update().filter(pk=request_id).values_list("pk").first()
    found = HelpRequest.objects.select_related("link").filter(pk=request_id).first()
    if found is None or not is_mine(actor, found.link):
        raise NotFound(_("没有找到该求助，请从求助列表进入。"))
    if found.answered_at is not None:
        raise AnsweredAlready(_("%(name)s已经答复，请刷新页面查看。") % {"name": found.answered_by_name})
    found.answer, found.answered_by_name, found.answered_at = _checked(answer, _("请写明做了什么。")), actor.name, now()
    found.save(update_fields=["answer", "answered_by_name", "answered_at"])
    if found.asked_by_id is not None:
        title = inbox_text("求助已答复：%(what)s", {"what": found.source_label})
        notify(person_ids=[found.asked_by_id], key=f"orgs.help-answered-{found.pk}", title=title, link="/help/")
    audit.record(actor=actor, action="orgs.answer_help", subject=found)
    return found


def _asking_unit(actor: Actor, link: TownLink | None) -> Unit | None:
    """The actor's unit that is the town of the link or lies in it."""
    if link is None:
        return None
    rows = Unit.objects.filter(pk__in=actor.unit_ids, path__startswith=link.town.path)
    return rows.order_by("path").first()


def _check_there(leader_id: int | None, bureau_id: int | None) -> None:
    if leader_id is not None and not Person.objects.filter(pk=leader_id, is_active=True).exists():
        raise NotFound(_("没有找到这位领导，请从列表中选择。"))
    if bureau_id is not None and not Unit.objects.filter(pk=bureau_id, closed_on__isnull=True).exists():
        raise NotFound(_("没有找到该部门，请从列表中选择。"))


def _checked(text: str, missing: str) -> str:
    words = text.strip()
    if not words or "\x00" in words:
        raise InvalidInput(missing)
    if len(words) > MOST_TEXT:
        raise InvalidInput(_("最多%(most)s字，请精简后再提交。") % {"most": MOST_TEXT})
    return words
