"""Formulas: taken over from the ready-made ones, changed from a day on; earlier versions stay."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.ids import is_client_id
from chuangcheng.inspections.services.texts import checked_text
from chuangcheng.supervision.appraisal import UnusableFormula, read_formula, ready_made, write_formula
from chuangcheng.supervision.appraisal_access import require_appraiser
from chuangcheng.supervision.appraisal_faults import FormulaRefused
from chuangcheng.supervision.models import Formula, FormulaVersion

MOST_NAME, MOST_REASON = 60, 300  # characters, as the columns
FIRST_YEAR, LAST_YEAR = 2000, 2100


@transaction.atomic
def save_formula(*, actor: Actor, formula_id: UUID, version_id: UUID, body: object, reason: str) -> FormulaVersion:
    """A new formula, or another version of one from its `valid_from` on; the same version id twice is one.

    Raises FormulaRefused, which names everything that is wrong by its place.
    """
    require_appraiser(actor)
    there = FormulaVersion.objects.filter(pk=version_id).first()
    if there is not None and there.set_by_id == actor.person_id:
        return there
    if there is not None or not is_client_id(version_id) or not is_client_id(formula_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    words = checked_text(reason, label=_("理由"), at_most=MOST_REASON)
    if not words:
        raise InvalidInput(_("请填写设置或修改的依据，以便日后查考。"))
    try:
        read = read_formula(body)
    except UnusableFormula as error:
        raise FormulaRefused(error.problems) from error
    if not FIRST_YEAR <= read.valid_from.year <= LAST_YEAR:
        raise InvalidInput(_("请核对生效日期。"))
    formula = _named(actor, formula_id, checked_text(read.name, label=_("名称"), at_most=MOST_NAME))
    made = FormulaVersion.objects.create(
        pk=version_id,
        formula=formula,
        valid_from=read.valid_from,
        body=write_formula(read),
        reason=words,
        set_by_id=actor.person_id,
        set_by_name=actor.name,
    )
    audit.record(actor=actor, action="supervision.save_formula", subject=formula, detail={"reason": words})
    return made


def take_over(
    *, actor: Actor, formula_id: UUID, version_id: UUID, code: str, valid_from: date, reason: str
) -> FormulaVersion:
    """A ready-made formula becomes one of the place's own, its source with it."""
    found = ready_made(valid_from=valid_from).get(code)
    if found is None:
        raise InvalidInput(_("没有这份现成的考核办法，请从列表中选择。"))
    return save_formula(
        actor=actor, formula_id=formula_id, version_id=version_id, body=write_formula(found), reason=reason
    )


def _named(actor: Actor, formula_id: UUID, name: str) -> Formula:
    if Formula.objects.filter(name=name).exclude(pk=formula_id).exists():
        raise InvalidInput(_("已有名为“%(name)s”的考核办法，请换个名称。") % {"name": name})
    try:
        with transaction.atomic():
            formula, _new = Formula.objects.update_or_create(
                pk=formula_id, defaults={"name": name}, create_defaults={"name": name, "created_by_id": actor.person_id}
            )
    except IntegrityError as error:
        raise InvalidInput(_("已有名为“%(name)s”的考核办法，请换个名称。") % {"name": name}) from error
    return formula
