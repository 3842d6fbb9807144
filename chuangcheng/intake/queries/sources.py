"""The ways by which reports come, and the rule of each on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from chuangcheng.core.errors import InvalidInput, NotFound
from chuangcheng.intake.models import Source, SourceRule


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source with the rule of today, the one that comes next, and all there were."""

    source: Source
    rule: SourceRule
    next_rule: SourceRule | None
    history: list[SourceRule]


def sources_in_use() -> list[Source]:
    """The sources to choose from, in order."""
    return list(Source.objects.filter(is_active=True))


def every_source() -> list[Source]:
    """All sources, for a filter: also those no longer in use."""
    return list(Source.objects.all())


def source_named(code: str) -> Source:
    """The source in use with this code; one sentence when there is none."""
    found = Source.objects.filter(code=code, is_active=True).first()
    if found is None:
        raise InvalidInput(_("没有这个来源，请从列表中选择。"))
    return found


def source_with_id(source_id: int) -> Source:
    """The source, in use or not; NotFound when there is none."""
    found = Source.objects.filter(pk=source_id).first()
    if found is None:
        raise NotFound(_("没有找到该来源，请从来源列表进入。"))
    return found


def rule_in_force(source: Source, *, on: date) -> SourceRule:
    """How its reports are treated on that day."""
    found = SourceRule.objects.filter(source=source, valid_from__lte=on).order_by("-valid_from", "-pk").first()
    if found is None:
        raise InvalidInput(_("“%(name)s”还没有设置时限，请先在设置中补上。") % {"name": source.label})
    return found


def source_lines(*, today: date) -> list[SourceLine]:
    """All sources for the settings page. Two queries."""
    newest_first = Prefetch("rules", SourceRule.objects.select_related("set_by").order_by("-valid_from", "-pk"))
    found = []
    for source in Source.objects.prefetch_related(newest_first):
        history = list(source.rules.all())
        rule = next((each for each in history if each.valid_from <= today), None)
        coming = [each for each in history if each.valid_from > today]
        if rule is not None:
            found.append(SourceLine(source, rule, coming[-1] if coming else None, history))
    return found
