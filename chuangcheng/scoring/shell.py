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
from chuangcheng.core.shell import NavEntry, SearchKind, SearchReach, navigation, search_kinds
from chuangcheng.core.texts import in_language
from chuangcheng.scoring.access import VIEW, VIEW_RANKS, visible_cycles, visible_hits, visible_official_rounds
from chuangcheng.scoring.audit_words import SCORE_WORDS
from chuangcheng.scoring.engine import read_rule
from chuangcheng.scoring.queries import standings_today
from chuangcheng.scoring.rule_words import parameters_in_words
from chuangcheng.scoring.warnings import hit_link, warn_of_case
from chuangcheng.standards.slots import RuleCheck, rule_readers
from chuangcheng.tasks.slots import standings


def fill() -> None:
    """Called once, when the application is ready."""
    navigation.fill("25-scores", _entries)
    rule_readers.fill("engine", _check_rule)
    standings.fill("scoring", standings_today)
    words.fill("scoring", SCORE_WORDS)
    label = _("测评轮次")
    kind = SearchKind("official_round", label, _round_address, _visible_rounds, _round_reach)
    search_kinds.fill("official_round", kind)
    search_kinds.fill("cycle", SearchKind("cycle", _("周期或验收"), _cycle_address, _visible_cycles, _cycle_reach))
    readers.fill("scoring", _may_read)
    case_links.fill("scoring.hit", hit_link)
    events.subscribe(CASE_MOVED, "scoring.warnings", warn_of_case)


def _entries(actor: Actor) -> Sequence[NavEntry]:
    if not actor.may(VIEW):
        return []
    negative = reverse("scoring:negative_current")
    entries = [
        NavEntry("standards", _("得分"), reverse("scoring:current"), "gauge", phone_rank=5),
        NavEntry("standards", _("负面清单"), negative, "ban", prefix=negative),
    ]
    entries.append(NavEntry("standards", _("周期和验收"), reverse("scoring:cycles"), "history"))
    if actor.may(VIEW_RANKS):
        entries.append(NavEntry("standards", _("名次与对手"), reverse("scoring:ranks"), "chart-bar"))
    return entries


def _round_address(object_id: str) -> str:
    return reverse("scoring:rank_round", args=[object_id])


def _visible_rounds(actor: Actor, ids: Sequence[str]) -> set[str]:
    if not actor.may(VIEW_RANKS):
        return set()
    rows = visible_official_rounds(actor).filter(pk__in=[UUID(each) for each in ids])
    return {str(pk) for pk in rows.values_list("pk", flat=True)}


def _round_reach(actor: Actor) -> SearchReach | None:
    return SearchReach() if actor.may(VIEW_RANKS) else None


def _cycle_address(object_id: str) -> str:
    return reverse("scoring:cycle", args=[object_id])


def _visible_cycles(actor: Actor, ids: Sequence[str]) -> set[str]:
    if not actor.may(VIEW):
        return set()
    rows = visible_cycles(actor).filter(pk__in=[UUID(each) for each in ids])
    return {str(pk) for pk in rows.values_list("pk", flat=True)}


def _cycle_reach(actor: Actor) -> SearchReach | None:
    return SearchReach() if actor.may(VIEW) else None


def _may_read(actor: Actor, file_id: UUID) -> bool:
    return visible_hits(actor).filter(steps__files__file=file_id).exists()


def _check_rule(rule: str, parameters: str) -> RuleCheck:
    reading = read_rule(rule, parameters)
    words = "" if reading.rule is None else parameters_in_words(reading.rule)
    problems = [in_language(problem, gettext) for problem in reading.problems]
    return RuleCheck(reading.rule is not None, problems, words)
