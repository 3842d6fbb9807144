"""What is different between two editions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from chuangcheng.standards.drafts import NegativeDraft, PartDraft, StandardDraft, plain
from chuangcheng.standards.models import Framework
from chuangcheng.standards.queries.drafts import drafts_of, negative_drafts_of
from chuangcheng.standards.queries.tree import parameter_words, rule_name

D = TypeVar("D", StandardDraft, NegativeDraft)
KIND_WORDS = {"added": _("新增"), "removed": _("取消"), "changed": _("有改动")}
STANDARD_FIELDS = {
    "item": _("测评项目"),
    "content": _("测评内容"),
    "text": _("测评标准"),
    "marks": _("分值"),
    "parts": _("计分规则"),
    "site_types": _("点位类型"),
    "evidence": _("材料要求"),
}
NEGATIVE_FIELDS = {
    "domain": _("领域"),
    "text": _("事项"),
    "sanction": _("处理"),
    "look_back_months": _("追溯期（月）"),
}


@dataclass(frozen=True)
class Difference:
    """One field that says something else."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One standard or entry that came, went or changed."""

    code: str
    kind: str  # added, removed, changed
    text: str  # as it reads now, or read last
    differences: tuple[Difference, ...] = ()  # of a changed one
    is_negative: bool = False

    @property
    def kind_words(self) -> str:
        """The kind, for people."""
        return str(KIND_WORDS[self.kind])


def changes_between(old: Framework, new: Framework) -> list[Change]:
    """What the new edition adds, drops and changes, by code in the order of the new edition; dropped ones after them.

    The standards come first, then the negative list.
    """
    standards = _changes(drafts_of(old), drafts_of(new), STANDARD_FIELDS, is_negative=False)
    return standards + _changes(negative_drafts_of(old), negative_drafts_of(new), NEGATIVE_FIELDS, is_negative=True)


def _changes(old: Sequence[D], new: Sequence[D], fields: Mapping[str, Any], *, is_negative: bool) -> list[Change]:
    before = {draft.code: draft for draft in old}
    after = {draft.code for draft in new}
    found = []
    for draft in new:
        if draft.code not in before:
            found.append(Change(draft.code, "added", draft.text, is_negative=is_negative))
        elif differences := _differences(before[draft.code], draft, fields):
            found.append(Change(draft.code, "changed", draft.text, differences, is_negative))
    dropped = [draft for draft in old if draft.code not in after]
    return found + [Change(draft.code, "removed", draft.text, is_negative=is_negative) for draft in dropped]


def _differences(one: object, other: object, fields: Mapping[str, Any]) -> tuple[Difference, ...]:
    shown = [
        Difference(str(label), _shown(name, getattr(one, name)), _shown(name, getattr(other, name)))
        for name, label in fields.items()
    ]
    return tuple(each for each in shown if each.before != each.after)


def _shown(name: str, value: Any) -> str:
    return _WORDS[name](value) if name in _WORDS else "" if value is None else str(value)


def _part_words(part: PartDraft) -> str:
    share = f"{plain(part.share * 100)}%"
    words = (part.method, share, rule_name(part.rule), parameter_words(part.rule, part.parameters))
    return "，".join(word for word in words if word)


_WORDS: Mapping[str, Callable[[Any], str]] = {
    "marks": plain,
    "parts": lambda parts: "；".join(_part_words(part) for part in parts),
    "site_types": lambda names: "、".join(sorted(names)),
}
