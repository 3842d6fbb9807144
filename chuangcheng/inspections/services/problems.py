"""A failed answer becomes a case with one press, with its photos; pressing twice is one case."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from chuangcheng.cases.queries import case_of_source, problem_class_named
from chuangcheng.cases.services import open_case
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, NotPermitted
from chuangcheng.core.ids import new_id
from chuangcheng.inspections.access import VISIT, answer_for, is_open_to_all, require_visitor, visit_for
from chuangcheng.inspections.models import Answer, Round, Verdict, Visit
from chuangcheng.inspections.queries import SOURCE_KIND, visit_sheet
from chuangcheng.inspections.queries.results import verdict_standing
from chuangcheng.inspections.wording import corrected_words, found_words, problem_text

if TYPE_CHECKING:
    from chuangcheng.cases.models import Case

FROM_CHECK = "check"  # `Case.Source`
MOST_LABEL = 200  # characters, as the column of cases


@transaction.atomic
def open_case_for_answer(*, actor: Actor, answer_id: UUID, case_id: UUID, description: str = "") -> Case:
    """The case of a failed answer, made now or before. Held while the round is hidden and not released."""
    require_visitor(actor)
    answer = answer_for(actor, answer_id)
    if not actor.may(VISIT) and answer.visit.inspector_id != actor.person_id:
        raise NotPermitted(_("问题由检查的人生成，请联系检查员。"))
    if answer.case is not None:  # also one that an earlier version of the visit brought
        return answer.case
    found = case_of_source(source_kind=SOURCE_KIND, source_id=str(answer.pk))
    if found is None:
        found = _opened(actor, answer, case_id, description.strip())
    if answer.case_id != found.pk:
        answer.case = found
        answer.save(update_fields=["case"])
    return found


@transaction.atomic
def open_cases_for_visit(*, actor: Actor, visit_id: UUID) -> list[Case]:
    """The cases of all failed answers of a visit from which none was opened; all of them or none."""
    visit = visit_for(actor, visit_id)
    failed = visit_sheet(actor=actor, visit=visit).without_case
    return [open_case_for_answer(actor=actor, answer_id=row.answer.pk, case_id=new_id()) for row in failed]


def _told(answer: Answer, violations: int, *, is_corrected: bool) -> str:
    # A case keeps the text, so it is in the language of the office, not of who happened to press.
    with translation.override(settings.LANGUAGE_CODE):
        found = corrected_words(violations) if is_corrected else found_words(answer.item, answer.value)
        return problem_text(answer, found=found)


def _opened(actor: Actor, answer: Answer, case_id: UUID, description: str) -> Case:
    checks = list(answer.checks.all())
    verdict, violations = verdict_standing(answer, checks)
    if verdict != Verdict.FAIL:
        raise InvalidInput(_("只有不合格的检查项可以生成问题。"))
    visit = answer.visit
    if Visit.objects.filter(amends=visit).exists():
        raise InvalidInput(_("该次检查已经补正，请从新的检查结果生成问题。"))
    # Held against a release at the same moment, which would leave the case held for ever.
    within = Round.objects.select_for_update(no_key=True).get(pk=visit.round_id)
    return open_case(
        actor=actor,
        case_id=case_id,
        description=description or _told(answer, violations, is_corrected=any(check.corrects_id for check in checks)),
        problem_class=problem_class_named(name=answer.item.problem_class),
        site=visit.site,  # given to whoever visited it, whatever else they may see
        photo_ids=list(answer.photos.values_list("file_id", flat=True)),
        source=FROM_CHECK,
        source_kind=SOURCE_KIND,
        source_id=str(answer.pk),
        source_group=str(within.pk),
        source_label=f"{within.name}·{visit.site.name}"[:MOST_LABEL],
        held=not is_open_to_all(within),
    )
