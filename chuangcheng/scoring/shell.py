"""What scores add to navigation, and what frameworks learn from the engine."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases.events import CASE_MOVED
from chuangcheng.cases.slots import case_links
from chuangcheng.core import events
from chuangcheng.core.access import Actor
from chuangcheng.core.audit.words import words
from chuangcheng.core.files import readers
from chuangcheng.core.shell import NavEntry, navigation
from chuangcheng.core.texts import in_language
from chuangcheng.scoring.access import VIEW, visible_hits
from chuangcheng.scoring.audit_words import SCORE_WORDS
from chuangcheng.scoring.engine import read_rule
from chuangcheng.scoring.rule_words import parameters_in_words
from chuangcheng.scoring.warnings import hit_link, warn_of_case
from chuangcheng.standards.slots import RuleCheck, rule_readers


def fill() -> None:
    """Called once, when the application is ready."""
    navigation.fill("25-scores", _entries)
    rule_readers.fill("engine", _check_rule)
    words.fill("scoring", SCORE_WORDS)
    readers.fill("scoring", _may_read)
    case_links.fill("scoring.hit", hit_link)
    events.subscribe(CASE_MOVED, "scoring.warnings", warn_of_case)


def _entries(actor: Actor) -> Sequence[NavEntry]:
    if not actor.may(VIEW):
        return []
    negative = reverse("scoring:negative_current")
    return [
        NavEntry("standards", _("得分"), reverse("scoring:current"), "gauge", phone_rank=5),
        NavEntry("standards", _("负面清单"), negative, "ban", prefix=negative),
    ]


def _may_read(actor: Actor, file_id: UUID) -> bool:
    return visible_hits(actor).filter(steps__files__file=file_id).exists()


def _check_rule(rule: str, parameters: str) -> RuleCheck:
    reading = read_rule(rule, parameters)
    words = "" if reading.rule is None else parameters_in_words(reading.rule)
    problems = [in_language(problem, gettext) for problem in reading.problems]
    return RuleCheck(reading.rule is not None, problems, words)
