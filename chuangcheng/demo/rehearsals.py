"""A mock assessment of the city's visit: drawn as the city draws, carried out, released."""

from __future__ import annotations

from datetime import timedelta

from chuangcheng.command.models import AssessorVisit
from chuangcheng.command.services import rehearse_visit
from chuangcheng.core.times import replayed_at
from chuangcheng.demo.dice import dice, id_at
from chuangcheng.demo.plans import Ground, visit_some
from chuangcheng.inspections import services
from chuangcheng.inspections.models import Assignment
from chuangcheng.orgs.access import actor_with_id

SEED = "YUNLAN-MN-1"
BEGUN, ENDED, RELEASED = 10, 4, 2  # days ago
FAIL_SHARE = 0.36  # a stranger finds more than our own people do


def make_rehearsal(ground: Ground, visit: AssessorVisit) -> None:
    """By the services that people use, at the moments when they did it."""
    rng, office = dice("rehearsal"), actor_with_id(ground.people.by_username["chuangchengban"].pk)
    begun, ended = ground.at - timedelta(days=BEGUN), ground.at - timedelta(days=ENDED)
    with replayed_at(begun):
        mock = rehearse_visit(
            actor=office,
            visit_id=visit.pk,
            mock_id=id_at(begun, rng),
            starts_on=begun.date(),
            ends_on=ended.date(),
            seed=SEED,
        )
        team = [person.pk for person in ground.people.inspectors[2:6]]
        services.spread_over_inspectors(actor=office, round_id=mock.round_id, inspector_ids=team)
        found = services.start_round(actor=office, round_id=mock.round_id)
    rows = Assignment.objects.filter(round=found).select_related("inspector")
    visit_some(rng, ground, found, rows, fails=FAIL_SHARE, missed=0)
    with replayed_at(ground.at - timedelta(days=RELEASED)):
        services.finish_round(actor=office, round_id=found.pk)
        services.release_round(actor=office, round_id=found.pk)
