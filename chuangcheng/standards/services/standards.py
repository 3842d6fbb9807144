"""Single standards and entries of the negative list, written by hand in a draft."""

from __future__ import annotations

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from chuangcheng.core import audit, search
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.standards.access import CHANGE, draft_for, negative_entry_for, standard_for
from chuangcheng.standards.drafts import NegativeDraft, StandardDraft
from chuangcheng.standards.models import Framework, NegativeEntry, Standard
from chuangcheng.standards.services.checking import checked_negative, checked_standard
from chuangcheng.standards.services.frameworks import StillUsed
from chuangcheng.standards.services.negative import write_negative_entries
from chuangcheng.standards.services.tree import drop_empty_contents, write_standards


@transaction.atomic
def add_standard(*, actor: Actor, framework_id: int, draft: StandardDraft) -> Standard:
    """A new standard at the end of its content. Raises InvalidInput, FrameworkInForce."""
    framework = draft_for(actor, framework_id)
    draft = checked_standard(draft)
    _refuse_code_twice(framework, draft.code)
    write_standards(framework=framework, drafts=[draft])
    made = framework.standards.get(code=draft.code)
    audit.record(actor=actor, action="standards.add_standard", subject=made, detail={"code": draft.code})
    return made


@transaction.atomic
def change_standard(*, actor: Actor, standard_id: int, draft: StandardDraft) -> Standard:
    """The standard as the draft says, its code included. Raises InvalidInput, FrameworkInForce."""
    row = standard_for(actor, standard_id, permission=CHANGE)
    framework = draft_for(actor, row.framework_id)
    draft = checked_standard(draft)
    if draft.code != row.code:
        _refuse_code_twice(framework, draft.code)
        row.code = draft.code
        row.save(update_fields=["code"])
    write_standards(framework=framework, drafts=[draft])
    audit.record(actor=actor, action="standards.change_standard", subject=row, detail={"code": draft.code})
    return standard_for(actor, standard_id, permission=CHANGE)


@transaction.atomic
def remove_standard(*, actor: Actor, standard_id: int) -> Framework:
    """The draft without the standard. Raises FrameworkInForce, StillUsed."""
    row = standard_for(actor, standard_id, permission=CHANGE)
    framework = draft_for(actor, row.framework_id)
    audit.record(actor=actor, action="standards.remove_standard", subject=row, detail={"code": row.code})
    try:
        row.delete()
    except ProtectedError as error:
        raise StillUsed(_("已有检查结果或数据引用这条标准，不能删除。")) from error
    search.remove(kind="standard", object_id=standard_id)
    drop_empty_contents(framework)
    return framework


@transaction.atomic
def add_negative_entry(*, actor: Actor, framework_id: int, draft: NegativeDraft) -> NegativeEntry:
    """A new entry at the end of the negative list. Raises InvalidInput, FrameworkInForce."""
    framework = draft_for(actor, framework_id)
    draft = checked_negative(draft)
    if framework.negative_entries.filter(code=draft.code).exists():
        raise InvalidInput(_("编号“%(code)s”已经有了，请换一个。") % {"code": draft.code})
    write_negative_entries(framework=framework, drafts=[draft])
    made = framework.negative_entries.get(code=draft.code)
    audit.record(actor=actor, action="standards.add_negative_entry", subject=made, detail={"code": draft.code})
    return made


@transaction.atomic
def change_negative_entry(*, actor: Actor, entry_id: int, draft: NegativeDraft) -> NegativeEntry:
    """The entry as the draft says. Raises InvalidInput, FrameworkInForce."""
    row = negative_entry_for(actor, entry_id)
    framework = draft_for(actor, row.framework_id)
    draft = checked_negative(draft)
    if draft.code != row.code:
        if framework.negative_entries.filter(code=draft.code).exists():
            raise InvalidInput(_("编号“%(code)s”已经有了，请换一个。") % {"code": draft.code})
        row.code = draft.code
        row.save(update_fields=["code"])
    write_negative_entries(framework=framework, drafts=[draft])
    audit.record(actor=actor, action="standards.change_negative_entry", subject=row, detail={"code": draft.code})
    return negative_entry_for(actor, entry_id)


@transaction.atomic
def remove_negative_entry(*, actor: Actor, entry_id: int) -> Framework:
    """The draft without the entry. Raises FrameworkInForce."""
    row = negative_entry_for(actor, entry_id)
    framework = draft_for(actor, row.framework_id)
    audit.record(actor=actor, action="standards.remove_negative_entry", subject=row, detail={"code": row.code})
    row.delete()
    return framework


def _refuse_code_twice(framework: Framework, code: str) -> None:
    if framework.standards.filter(code=code).exists():
        raise InvalidInput(_("编号“%(code)s”已经有了，请换一个。") % {"code": code})
