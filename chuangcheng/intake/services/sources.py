"""The ways by which reports come: those of a new installation, and what the office sets, dated."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput
from chuangcheng.intake.access import CHANGE_SOURCES
from chuangcheng.intake.default_sources import DEFAULT_SOURCES, OUR_CHOICE
from chuangcheng.intake.models import Source, SourceRule
from chuangcheng.intake.queries.sources import source_with_id

BEGINNING = date(2000, 1, 1)  # before any report
MOST_NAME = 40  # characters, as the column
CODE = "own%03d"  # of sources that the office adds


def load_default_sources(**_signal: Any) -> None:
    """Adds what is not there yet. Safe to run again; runs after `migrate`."""
    with transaction.atomic():
        known = set(Source.objects.values_list("code", flat=True))
        for order, default in enumerate(DEFAULT_SOURCES):
            if default.code in known:
                continue
            source = Source.objects.create(code=default.code, name=default.name, order=order)
            SourceRule.objects.create(
                source=source,
                valid_from=BEGINNING,
                accept_amount=default.accept[0],
                accept_unit=default.accept[1],
                answer_amount=default.answer[0],
                answer_unit=default.answer[1],
                answering=default.answering,
                needs_approval=default.needs_approval,
                is_in_writing=default.is_in_writing,
                severity=default.severity,
                reason=OUR_CHOICE,
            )


def set_rule(*, actor: Actor, source_id: int, valid_from: date, facts: dict[str, Any], reason: str) -> SourceRule:
    """Appends how reports of the source are treated from a day on; what came before keeps its own rule."""
    require(actor, CHANGE_SOURCES)
    if not reason.strip():
        raise InvalidInput(_("请填写修改原因，以便日后查考。"))
    with transaction.atomic():
        source = source_with_id(source_id)
        rule = SourceRule(
            source=source, valid_from=valid_from, reason=reason.strip(), set_by_id=actor.person_id, **facts
        )
        _check(rule)
        rule.save(force_insert=True)
        audit.record(actor=actor, action="intake.set_rule", subject=source, detail={"from": valid_from.isoformat()})
    return rule


def _check(rule: SourceRule) -> None:
    try:
        rule.clean_fields(exclude=["source", "set_by"])
    except ValidationError as error:
        raise InvalidInput(_("时限、单位或规则填写得不对，请核对后再保存。")) from error


def save_source(*, actor: Actor, source_id: int | None, name: str, is_active: bool) -> Source:
    """Renames a source or takes it out of use; without an id a new one, treated as the hotline is until changed."""
    require(actor, CHANGE_SOURCES)
    name = name.strip()
    if not 0 < len(name) <= MOST_NAME or "\x00" in name:
        raise InvalidInput(_("请填写来源的名称，最多%(most)s字。") % {"most": MOST_NAME})
    with transaction.atomic():
        same = Source.objects.filter(name=name).exclude(pk=source_id or 0)
        if same.exists():
            raise InvalidInput(_("已有叫“%(name)s”的来源，请换一个名称。") % {"name": name})
        source = _added() if source_id is None else source_with_id(source_id)
        source.name, source.is_active = name, is_active
        source.save()
        if source_id is None:
            _copy_rule(source, actor)
        audit.record(actor=actor, action="intake.save_source", subject=source, detail={"name": name})
    return source


def _added() -> Source:
    count = Source.objects.select_for_update().count()
    return Source(code=CODE % count, order=count)


def _copy_rule(source: Source, actor: Actor) -> None:
    pattern = SourceRule.objects.filter(source__code="hotline").first()
    if pattern is None:
        raise InvalidInput(_("请先设置一个来源的时限。"))
    SourceRule.objects.create(
        source=source, valid_from=BEGINNING, reason=OUR_CHOICE, set_by_id=actor.person_id, **pattern.facts()
    )
