"""Score sheets and the records behind them; the sheet has the shape of `chuangcheng score --json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router

from chuangcheng.core.access import require
from chuangcheng.core.errors import NotFound
from chuangcheng.core.web import actor_of, download
from chuangcheng.scoring.access import VIEW
from chuangcheng.scoring.api.shapes import (
    Asked,
    CheckOut,
    FactOut,
    MethodOut,
    SheetOut,
    StandardScoreOut,
    TreeItemOut,
    choice_of,
    tree_standard,
)
from chuangcheng.scoring.engine import published
from chuangcheng.scoring.explained import ExplainedPart, explained
from chuangcheng.scoring.papers import sheet_workbook
from chuangcheng.scoring.queries import checks_behind, counting_facts, facts_of_standard, kinds_words, sheet_for
from chuangcheng.scoring.shown import parts_of_method, shown_items, shown_line, shown_problems
from chuangcheng.standards.access import standard_for
from chuangcheng.standards.queries import rule_name

if TYPE_CHECKING:
    from chuangcheng.standards.models import Standard

router = Router()
MOST_ROWS = 200


@router.get("/scores/{framework_id}", response=SheetOut)
def get_sheet(request: HttpRequest, framework_id: int, asked: Query[Asked]) -> dict[str, Any]:
    """The sheet for a unit with all below it or the whole place; numbers are strings with 2 places (rates 4)."""
    found = sheet_for(actor=actor_of(request), framework_id=framework_id, choice=choice_of(request, asked))
    more = {"linked_void": found.linked_void, "problems": shown_problems(found.sheet)}
    return {**published(found.sheet), **more}


@router.get("/scores/{framework_id}/items", response=list[TreeItemOut])
def get_tree(request: HttpRequest, framework_id: int, asked: Query[Asked]) -> list[dict[str, Any]]:
    """The sheet from the items over the contents down to the standards, in the order of the framework."""
    found = sheet_for(actor=actor_of(request), framework_id=framework_id, choice=choice_of(request, asked))
    return [
        {
            "name": item.name,
            "line": item.line,
            "contents": [
                {
                    "name": content.name,
                    "line": content.line,
                    "standards": [tree_standard(each, each.line) for each in content.standards],
                }
                for content in item.contents
            ],
        }
        for item in shown_items(found)
    ]


@router.get("/scores/{framework_id}/method", response=MethodOut)
def get_method(request: HttpRequest, framework_id: int, asked: Query[Asked], method: str = "") -> dict[str, Any]:
    """What each standard brings to one method, the first when none is named."""
    found = sheet_for(actor=actor_of(request), framework_id=framework_id, choice=choice_of(request, asked))
    name = method or next(iter(found.sheet.methods), "")
    if name not in found.sheet.methods:
        raise NotFound(_("该体系没有这种测评方法，请从得分表进入。"))
    parts = [tree_standard(part.standard, part.line) for part in parts_of_method(found, name)]
    return {"name": name, "line": shown_line(found.sheet.methods[name]), "standards": parts}


@router.get("/scores/{framework_id}/workbook", response={200: None})
def download_sheet(request: HttpRequest, framework_id: int, asked: Query[Asked]) -> FileResponse:
    """The sheet as Excel."""
    choice = choice_of(request, asked)
    found = sheet_for(actor=actor_of(request), framework_id=framework_id, choice=choice)
    content = sheet_workbook(found, kinds=kinds_words(choice) or _("全部"))
    return download(content, f"{_('得分表')}-{found.framework.name}-{choice.day}.xlsx")


@router.get("/standards/{standard_id}/score", response=StandardScoreOut)
def get_standard_score(request: HttpRequest, standard_id: int, asked: Query[Asked]) -> dict[str, Any]:
    """How a standard came to its marks: its parts, and what was recorded about it, the latest first."""
    actor, choice = actor_of(request), choice_of(request, asked)
    row = standard_for(actor, standard_id)
    found = sheet_for(actor=actor, framework_id=row.framework_id, choice=choice)
    scored = found.sheet.standards[row.code]
    line = next(each for each in published(found.sheet)["standards"] if each["code"] == row.code)
    parts = [
        _part(explained(part, basis, rule=rule_name(stored.rule), parameters=stored.parameters))
        for stored, part, basis in zip(row.parts.all(), scored.parts, found.bases[row.code], strict=True)
    ]
    facts = list(facts_of_standard(standard=row, choice=choice)[:MOST_ROWS])
    counting = counting_facts(standard=row, facts=facts)
    told = [FactOut.from_orm(fact).model_copy(update={"counts": fact.pk in counting}) for fact in facts]
    return {"code": row.code, "line": line, "parts": parts, "facts": told}


@router.get("/standards/{standard_id}/checks", response=list[CheckOut])
def list_checks(
    request: HttpRequest, standard_id: int, asked: Query[Asked], verdict: str = "", offset: int = 0
) -> list[dict[str, Any]]:
    """The counted checks behind a standard's marks that the actor may see, newest first, at most 200 from `offset`."""
    actor, choice = actor_of(request), choice_of(request, asked)
    require(actor, VIEW)
    row = standard_for(actor, standard_id)
    start = max(0, offset)
    checks = checks_behind(actor=actor, standard=row, choice=choice, verdict=verdict)[start : start + MOST_ROWS]
    return [
        {
            "id": check.pk,
            "site_id": check.site_id,
            "site": check.site.name,
            "visit_id": check.answer.visit_id,
            "round_id": check.round_id,
            "round": check.round.name,
            "item": check.answer.item.text,
            "verdict": check.verdict,
            "violations": check.violations,
            "checked_at": check.checked_at,
            "corrects_id": check.corrects_id,
            "through": None if check.standard_id == row.pk else _through(check.standard),
        }
        for check in checks
    ]


def _through(standard: Standard) -> dict[str, Any]:
    framework = standard.framework
    return {"id": standard.pk, "code": standard.code, "framework_id": framework.pk, "framework": str(framework)}


def _part(part: ExplainedPart) -> dict[str, Any]:
    return {
        "method": part.method,
        "rule": part.rule,
        "parameters": part.parameters,
        "full": part.line.full,
        "earned": part.line.earned,
        "is_known": part.is_known,
        "how": part.how,
    }
