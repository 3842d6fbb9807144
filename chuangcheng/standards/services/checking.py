"""What a standard or an entry of the negative list must keep to before it is written, by import or by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.sheets.text import clean_text
from chuangcheng.standards.drafts import (
    RULES,
    SHARE_PLACES,
    NegativeDraft,
    PartDraft,
    StandardDraft,
    has_sound_shares,
    read_sanction,
    tidy,
)
from chuangcheng.standards.models import Item, NegativeEntry, Part, SiteType, Standard
from chuangcheng.standards.slots import rule_readers

LEAST_MARKS, MOST_MARKS = Decimal("0.0001"), Decimal(10_000)  # points
LONGEST_TEXT = 2000  # characters of a standard or entry; our choice
MOST_MONTHS = 120  # that a hit may look back; our choice
MOST_PARTS = 12  # of a standard; our choice


def length_of(model: type, field: str) -> int:
    """How many characters the column takes."""
    found: int | None = model._meta.get_field(field).max_length  # type: ignore[attr-defined] # every model has it
    return found or LONGEST_TEXT


def checked_standard(draft: StandardDraft) -> StandardDraft:
    """The standard as it is kept. Raises InvalidInput with the first thing that is wrong; one without parts is sound,
    but unknown."""
    cleaned = replace(
        draft,
        code=_name(draft.code),
        item=_name(draft.item),
        content=_name(draft.content),
        item_code=_name(draft.item_code),
        text=clean_text(draft.text),
        evidence=clean_text(draft.evidence),
        source=clean_text(draft.source),
        site_types=tuple(dict.fromkeys(_name(name) for name in draft.site_types)),
        parts=tuple(_cleaned_part(part) for part in draft.parts),
    )
    for problem in _problems(cleaned):
        raise InvalidInput(problem)
    return cleaned


def checked_negative(given: NegativeDraft) -> NegativeDraft:
    """The entry as it is kept. Raises InvalidInput with the first thing that is wrong."""
    draft = replace(
        given,
        code=_name(given.code),
        domain=_name(given.domain),
        text=clean_text(given.text),
        note=clean_text(given.note),
        source=clean_text(given.source),
    )
    if len(draft.source) > length_of(NegativeEntry, "source"):
        raise InvalidInput(_("来源太长，请写短一些。"))
    if draft.look_back_months is not None and not 0 <= draft.look_back_months <= MOST_MONTHS:
        raise InvalidInput(_("追溯期应为0到%(most)s个月。") % {"most": MOST_MONTHS})
    written = [
        (_("编号"), draft.code, length_of(NegativeEntry, "code")),
        (_("领域"), draft.domain, length_of(NegativeEntry, "domain")),
        (_("事项"), draft.text, LONGEST_TEXT),
    ]
    for problem in _lengths(written):
        raise InvalidInput(problem)
    if read_sanction(draft.sanction) != draft.sanction:
        raise InvalidInput(_("处理请写一票否决、扣分（例如扣3分）或暂停。"))
    return draft


def rule_problem(rule: str, parameters: str) -> str:
    """Why the rule with these parameters cannot be used, as a sentence; "" when it can, or is not known yet."""
    if not rule:
        return ""
    if rule not in RULES:
        return _("计分规则“%(rule)s”不认识，请从列表中选择。") % {"rule": rule[:40]}
    for read in rule_readers:
        found = read(rule, parameters)
        if not found.is_usable:
            return _("计分规则不能用：%(reason)s。") % {"reason": "；".join(found.problems)}
    return ""


def _name(text: str) -> str:
    return tidy(clean_text(text))


def _cleaned_part(part: PartDraft) -> PartDraft:
    return replace(part, method=_name(part.method), parameters=clean_text(part.parameters))


def _problems(draft: StandardDraft) -> Iterator[str]:
    written = [
        (_("编号"), draft.code, length_of(Standard, "code")),
        (_("测评项目"), draft.item, length_of(Item, "name")),
        (_("测评内容"), draft.content, length_of(Item, "name")),
        (_("测评标准"), draft.text, LONGEST_TEXT),
    ]
    yield from _lengths(written)
    if not LEAST_MARKS <= draft.marks <= MOST_MARKS:
        yield _("分值应大于0、不超过%(most)s。") % {"most": MOST_MARKS}
    if len(draft.source) > length_of(Standard, "source") or len(draft.evidence) > LONGEST_TEXT:
        yield _("来源或材料要求太长，请写短一些。")
    if len(draft.parts) > MOST_PARTS:
        yield _("一条标准最多有%(most)s个计分部分。") % {"most": MOST_PARTS}
    for name in draft.site_types:
        yield from _lengths([(_("点位类型"), name, length_of(SiteType, "name"))])
    for part in draft.parts:
        yield from _problems_of_part(part)
    if draft.parts and not has_sound_shares(draft.parts):
        yield _("各计分部分的份额之和应为1。")


def _problems_of_part(part: PartDraft) -> Iterator[str]:
    yield from _lengths([(_("测评方法"), part.method, length_of(Part, "method"))])
    if len(part.parameters) > length_of(Part, "parameters"):
        yield _("参数太长，请写短一些。")
    if not SHARE_PLACES <= part.share <= 1:
        yield _("份额应大于0、不超过1，例如0.5。")
    if problem := rule_problem(part.rule, part.parameters):
        yield problem


def _lengths(written: list[tuple[str, str, int]]) -> Iterator[str]:
    for label, text, most in written:
        if not text.strip():
            yield _("请填写%(label)s。") % {"label": label}
        elif len(text) > most:
            yield _("%(label)s太长，最多%(most)s个字。") % {"label": label, "most": most}
