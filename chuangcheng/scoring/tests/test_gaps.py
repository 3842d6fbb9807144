"""How standards stand today, as those who plan the work see it beside a breakdown."""

from __future__ import annotations

from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.scoring.queries import standings_today
from chuangcheng.scoring.tests.ground import Ground
from chuangcheng.standards.testing import make_draft, make_framework, standard_of
from chuangcheng.tasks.slots import standings_of


def test_a_standard_tells_what_it_earned_and_lost_and_one_without_facts_nothing(cast: Cast) -> None:
    framework = make_framework(make_draft("1.1"), make_draft("1.2"))
    ground = Ground([framework])
    ground.check("1.1", ("pass", 0), site=0)
    ground.check("1.1", ("fail", 1), site=1)
    standard = standard_of(framework, "1.1")
    found = standings_of(actor_of(cast.chief), framework.pk)
    assert list(found) == [standard.pk]
    assert found[standard.pk].full >= found[standard.pk].known > found[standard.pk].earned > 0
    assert found[standard.pk].lost == found[standard.pk].known - found[standard.pk].earned


def test_who_may_not_see_scores_learns_nothing(cast: Cast) -> None:
    framework = make_framework(make_draft("1.1"))
    Ground([framework]).check("1.1", ("pass", 0))
    assert standings_today(actor_of(cast.stranger), framework.pk) == {}
