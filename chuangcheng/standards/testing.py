"""Frameworks for tests of this and of higher contexts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from chuangcheng.standards.drafts import PartDraft, StandardDraft
from chuangcheng.standards.models import Framework, Standard
from chuangcheng.standards.services.tree import write_standards

ON_SITE_PART = PartDraft("实地考察", Decimal(1), "pass_rate", "")


def make_part(method: str, share: Decimal, rule: str, parameters: str) -> PartDraft:
    """A part of a standard for `make_draft`."""
    return PartDraft(method, share, rule, parameters)


def make_draft(code: str, **facts: Any) -> StandardDraft:
    """A standard of one mark, checked on site by its pass rate, unless `facts` say otherwise."""
    given = {
        "item": "生活环境",
        "content": "道路",
        "text": f"标准{code}",
        "marks": Decimal(1),
        "parts": (ON_SITE_PART,),
    }
    return StandardDraft(code=code, **{**given, **facts})


def make_framework(*drafts: StandardDraft, name: str = "测试体系", edition: str = "2026版", **facts: Any) -> Framework:
    """A framework in force with these standards, or with one of code 1.1 when none are given."""
    state = facts.pop("state", Framework.State.IN_FORCE)
    made = Framework.objects.create(
        code=name, name=name, edition=edition, state=state, levels=["测评项目", "测评内容", "测评标准"], **facts
    )
    write_standards(framework=made, drafts=drafts or (make_draft("1.1"),))
    return made


def standard_of(framework: Framework, code: str) -> Standard:
    """The standard with this code."""
    return framework.standards.get(code=code)
