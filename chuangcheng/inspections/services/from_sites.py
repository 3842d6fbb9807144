"""A round made of a list of sites by one press: those that nobody has looked at lately."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.times import today
from chuangcheng.inspections.models import Round
from chuangcheng.inspections.queries.assignments import waiting_elsewhere
from chuangcheng.inspections.services.assignments import add_sites
from chuangcheng.inspections.services.rounds import create_round
from chuangcheng.standards.queries import framework_in_force

MOST_NAMED = 3  # rounds in the sentence of a refusal
USUAL_DAYS = 7  # of such a round, first and last included; can be changed before it starts; our choice


@transaction.atomic
def make_round_of_sites(*, actor: Actor, site_ids: Sequence[UUID], round_id: UUID) -> Round:
    """A patrol in preparation with these sites, under the framework in force. The same `round_id` twice is one.

    Sites that wait for a visit in another open patrol are left out; raises InvalidInput when that is all of them.
    """
    framework = framework_in_force(actor=actor)
    if framework is None:
        raise InvalidInput(_("还没有执行中的测评体系，请先启用体系，再列检查。"))
    busy = waiting_elsewhere(kind=Round.Kind.PATROL, site_ids=site_ids, other_than=round_id)
    fresh = [site_id for site_id in site_ids if site_id not in busy]
    if busy and not fresh:
        names = "、".join(f"“{name}”" for name in sorted(set(busy.values()))[:MOST_NAMED])
        raise InvalidInput(
            _("这些点位都已在没有结束的巡查轮次（%(names)s）中待检查，不再重复列入，请到该轮次查看。")
            % {"names": names}
        )
    day = today()
    made = create_round(
        actor=actor,
        round_id=round_id,
        name=_("%(day)s补查") % {"day": f"{day:%Y-%m-%d}"},
        kind=Round.Kind.PATROL,
        framework_id=framework.pk,
        starts_on=day,
        ends_on=day + timedelta(days=USUAL_DAYS - 1),
    )
    add_sites(actor=actor, round_id=made.pk, site_ids=fresh)
    return made
