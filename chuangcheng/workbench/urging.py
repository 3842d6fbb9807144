"""What can be pushed from the leaders' screen, and whom a press reaches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases.queries import units_not_come
from chuangcheng.core.access import Actor
from chuangcheng.core.dated_settings import DatedSetting, register
from chuangcheng.inspections.access import PLAN
from chuangcheng.orgs.queries import people_of_units, people_with

QUIET_HOURS: DatedSetting[int] = register(
    DatedSetting(
        key="workbench.urge_quiet_hours",
        label=_("一盘棋上同一事项两次催办之间的小时数"),
        default=4,
        parse=lambda value: max(0, int(value)),
        help=_("催办过一个事项后，这些小时内不再催办同一事项；填0则不限。"),
        source=_("本系统的选择，与值班台的提醒相同"),
    )
)


@dataclass(frozen=True)
class Matter:
    """A kind of thing that waits for somebody."""

    code: str
    title: str | Promise  # of the line on the screen
    told: str | Promise  # to those who are urged; %(name)s and %(count)s
    url: Callable[[], str]
    people: Callable[[Actor, date], Sequence[int]]


def _holders(permission: str) -> Callable[[Actor, date], Sequence[int]]:
    return lambda _actor, today: list(people_with(permission=permission, today=today).values_list("pk", flat=True))


def _called(actor: Actor, today: date) -> Sequence[int]:
    found = people_of_units(units_not_come(actor), duties=["liaison", "head"], today=today)
    return sorted({person for people in found.values() for person in people})


MATTERS = {
    each.code: each
    for each in (
        Matter(
            "dispatch",
            _("立案后还没有派遣"),
            _("%(name)s催办：%(count)s件问题立案后还没有派遣，请尽快派遣"),
            lambda: f"{reverse('cases:list')}?state=filed",
            _holders("cases.dispatch"),
        ),
        Matter(
            "whistle",
            _("吹哨后有单位未到"),
            _("%(name)s催办：有%(count)s件问题吹哨后还等单位到场回应，请尽快到场"),
            lambda: f"{reverse('cases:list')}?waits=whistle",
            _called,
        ),
        Matter(
            "negative",
            _("负面清单待处理"),
            _("%(name)s催办：负面清单有%(count)s项预警或待确认，请尽快处理"),
            lambda: reverse("scoring:negative_current"),
            _holders("scoring.confirm_hits"),
        ),
        Matter(
            "visits",
            _("计划检查到期未做"),
            _("%(name)s催办：本月计划检查有%(count)s个点位到期未查，请尽快补查"),
            lambda: reverse("inspections:rounds"),
            _holders(PLAN),
        ),
    )
}
