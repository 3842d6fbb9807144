from __future__ import annotations

from chuangcheng.scoring.engine import published, score
from chuangcheng.scoring.testing import make_facts, make_framework


def test_a_full_framework_is_scored_from_tallies_alone() -> None:
    framework = make_framework(188)
    facts = make_facts(framework, check_count=50_008, sites_per_standard=20)
    counted = sum(tally.passed + tally.failed for each in facts.standards.values() for tally in each.tallies)
    document = published(score(framework, facts))
    assert counted == 50_008
    assert len(document["standards"]) == 188
    assert document["unknown"] == []
    assert document["problems"] == []
    assert document["low"] == document["total"] == document["high"]


def test_the_same_seed_gives_the_same_facts() -> None:
    framework = make_framework(5)
    one, other = (make_facts(framework, check_count=100, sites_per_standard=3) for _ in range(2))
    assert one == other
