"""What the workbench itself keeps."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.dated_settings import change_setting
from chuangcheng.core.errors import InvalidInput, NotFound, Refusal
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.notices import inbox_text, notify
from chuangcheng.core.times import SHANGHAI, local_date, now, today
from chuangcheng.workbench.access import BOARD, URGE
from chuangcheng.workbench.board.pushes import still_quiet, waiting_counts
from chuangcheng.workbench.board.situation import situation_of
from chuangcheng.workbench.models import Urging
from chuangcheng.workbench.policies import SHOWS_FIRST_DAY
from chuangcheng.workbench.urging import MATTERS, QUIET_HOURS, Matter


class UrgedAlready(Refusal):
    """The matter was urged a short while ago."""

    def __init__(self, last: Urging, hours: int) -> None:
        facts = {"who": last.actor_name, "moment": f"{last.at.astimezone(SHANGHAI):%m-%d %H:%M}", "hours": hours}
        super().__init__(_("%(who)s已于%(moment)s催办过，%(hours)s小时内不再重复催办，请稍后再试。") % facts)


def stop_showing_first_day(*, actor: Actor) -> None:
    """Puts the first steps away for everybody. Twice is once."""
    if SHOWS_FIRST_DAY.on(today()):
        reason = _("在工作台收起")
        change_setting(actor=actor, key=SHOWS_FIRST_DAY.key, value=False, valid_from=today(), reason=reason)


def urge(*, actor: Actor, matter: str, press_id: UUID) -> Urging:
    """Tells those who should act that this waits; the same `press_id` again gives what was done then.

    UrgedAlready within the quiet hours; Refusal when nothing waits.
    """
    require(actor, BOARD)
    require(actor, URGE)
    if matter not in MATTERS:
        raise NotFound(_("没有这个催办事项，请从一盘棋进入。"))
    if not is_client_id(press_id):
        raise InvalidInput(_("提交编号无效，请刷新页面后重新提交。"))
    at, found = now(), MATTERS[matter]
    with transaction.atomic():
        # Those who press at once wait for each other at the newest press; before the first one both may get through.
        last = Urging.objects.select_for_update().filter(matter=matter).order_by("-at").first()
        done = Urging.objects.filter(pk=press_id).first()
        if done:
            return done
        hours = QUIET_HOURS.on(local_date(at))
        if last and still_quiet(last.at, at, hours):
            raise UrgedAlready(last, hours)
        count = waiting_counts(situation_of(actor=actor, now=at))[matter]
        if not count:
            raise Refusal(_("这一事项现在没有等待处理的内容，不需要催办。"))
        return _write(actor, found, press_id, count)


def _write(actor: Actor, found: Matter, press_id: UUID, count: int) -> Urging:
    at = now()
    people = list(found.people(actor, local_date(at)))
    made = Urging.objects.create(
        pk=press_id,
        matter=found.code,
        actor_id=actor.person_id,
        actor_name=actor.name,
        at=at,
        count=count,
        recipient_count=len(people),
    )
    with translation.override(settings.LANGUAGE_CODE):
        title = inbox_text(str(found.told), {"name": actor.name, "count": count})
        notify(person_ids=people, key=f"workbench:urge-{press_id}", title=title, link=found.url())
    audit.record(actor=actor, action="workbench.urge", detail={"matter": found.code, "people": len(people)})
    return made
