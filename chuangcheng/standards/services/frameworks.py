"""The life of an edition: drafted, put in force, closed; a draft may also be thrown away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from chuangcheng.core import audit, search
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.sheets.text import clean_text
from chuangcheng.standards.access import CHANGE, draft_for, framework_for
from chuangcheng.standards.models import Framework
from chuangcheng.standards.services.checking import length_of
from chuangcheng.standards.services.framework_facts import EDITABLE, checked_facts

DEFAULT_LEVELS = ["测评项目", "测评内容", "测评标准"]


class StillUsed(Refusal):
    """Checks or other records point at it."""


def create_framework(*, actor: Actor, name: str, edition: str, code: str = "", **facts: Any) -> Framework:
    """A new draft; its `code`, the same in every edition, is the name when none is given.

    Raises InvalidInput when the name is missing, a fact cannot be used, or this edition exists.
    """
    require(actor, CHANGE)
    name, edition = clean_text(name), clean_text(edition)
    if not (name and edition):
        raise InvalidInput(_("请填写体系的名称和版本。"))
    if len(name) > length_of(Framework, "name") or len(edition) > length_of(Framework, "edition"):
        raise InvalidInput(_("名称最多120个字，版本最多60个字，请写短一些。"))
    code = (code or name)[: length_of(Framework, "code")]
    sound = {"levels": DEFAULT_LEVELS, **checked_facts(facts)}
    try:
        with transaction.atomic():
            made = Framework.objects.create(code=code, name=name, edition=edition, **sound)
            audit.record(actor=actor, action="standards.create_framework", subject=made)
    except IntegrityError as error:
        raise InvalidInput(_("该体系的这个版本已经存在，请换一个版本名称。")) from error
    return made


@transaction.atomic
def set_framework_facts(*, actor: Actor, framework_id: int, facts: Mapping[str, Any]) -> Framework:
    """Changes a draft's facts: name, note, weights, gate, window … Raises FrameworkInForce when it is no draft."""
    framework = draft_for(actor, framework_id)
    sound = checked_facts(facts, now={name: getattr(framework, name) for name in EDITABLE})
    changed = sorted(name for name, value in sound.items() if getattr(framework, name) != value)
    if not changed:
        return framework
    for name in changed:
        setattr(framework, name, sound[name])
    try:
        with transaction.atomic():
            framework.save(update_fields=changed)
    except IntegrityError as error:
        raise InvalidInput(_("该体系的这个版本已经存在，请换一个版本名称。")) from error
    audit.record(actor=actor, action="standards.change_framework", subject=framework, detail={"fields": changed})
    return framework


@transaction.atomic
def put_in_force(*, actor: Actor, framework_id: int) -> Framework:
    """The draft comes in force; from now on its standards are fixed. Refused while it has no standard."""
    framework = draft_for(actor, framework_id)
    if not framework.standards.exists():
        raise InvalidInput(_("该体系还没有测评标准，请先导入再启用。"))
    framework.state = Framework.State.IN_FORCE
    framework.save(update_fields=["state"])
    audit.record(actor=actor, action="standards.put_in_force", subject=framework)
    return framework


@transaction.atomic
def close_framework(*, actor: Actor, framework_id: int, reason: str) -> Framework:
    """The edition is no longer worked by; it and all that was scored under it stay readable."""
    framework = framework_for(actor, framework_id, permission=CHANGE, lock=True)
    if framework.state != Framework.State.IN_FORCE:
        raise InvalidInput(_("只有执行中的体系可以停用。"))
    if not clean_text(reason):
        raise InvalidInput(_("请填写停用原因，以便日后查考。"))
    framework.state = Framework.State.CLOSED
    framework.save(update_fields=["state"])
    audit.record(
        actor=actor, action="standards.close_framework", subject=framework, detail={"reason": clean_text(reason)}
    )
    return framework


@transaction.atomic
def discard_draft(*, actor: Actor, framework_id: int) -> None:
    """The draft is no more, with its standards and duties. Raises StillUsed when something was recorded under it."""
    framework = draft_for(actor, framework_id)
    standards = [str(key) for key in framework.standards.values_list("pk", flat=True)]
    audit.record(actor=actor, action="standards.discard_draft", subject=framework, detail={"name": str(framework)})
    try:
        framework.delete()
    except ProtectedError as error:
        raise StillUsed(_("该草稿下已有检查轮次、数据或后续版本，不能删除。")) from error
    for key in standards:
        search.remove(kind="standard", object_id=key)
