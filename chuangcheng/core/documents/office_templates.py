"""Templates of the office's own: every context says which papers it writes by one (`template_kinds`), the context that
keeps the uploaded ones says which was in force (`templates_kept`). Without one the product's own is used."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.utils.functional import Promise

from chuangcheng.core.access import Actor
from chuangcheng.core.documents.paper import Block, Blocks, Paragraph
from chuangcheng.core.slots import Slot


@dataclass(frozen=True)
class Tag:
    """A tag of a template: `{{ 名称 }}`."""

    name: str
    meaning: str
    example: str
    is_alone: bool = False  # stands alone in a paragraph, because it stands for tables, pictures, paragraphs
    fields: Mapping[str, str] | None = None  # a list: what each of its lines has, with examples

    @property
    def written(self) -> str:
        """As it stands in a template."""
        return f"{{{{ {self.name} }}}}" if self.fields is None else self.name

    @property
    def loop(self) -> str:
        """A loop over the lines of a list, as it stands in a template."""
        cells = " ".join(f"{{{{ 行.{name} }}}}" for name in self.fields or {})
        return f"{{%tr for 行 in {self.name} %}}\n{cells}\n{{%tr endfor %}}"


@dataclass(frozen=True)
class TemplateKind:
    """A paper that is written by a template."""

    code: str  # of the address: bulletin_monthly
    label: str | Promise
    form: Literal["docx", "pptx"]
    family: str  # kinds of one family take the same template
    tags: Callable[[], Sequence[Tag]]  # none: a template of slides has no tags
    default: Callable[[], bytes]  # the product's own
    trial: Callable[[Actor, bytes], bytes]  # a given template filled with the last paper of this kind, or examples
    order: int = 50  # in lists; of one number by code
    permission: str = ""  # of the office whose paper it is; who may change every template may change this one, too


template_kinds: Slot[TemplateKind] = Slot("core.documents.template_kinds")
# Kind and moment → the content in force then; None: the product's own.
templates_kept: Slot[Callable[[str, datetime], bytes | None]] = Slot("core.documents.templates_kept")


def kinds_in_order() -> list[TemplateKind]:
    """Every kind as lists show them."""
    return sorted((kind for _code, kind in template_kinds.items()), key=lambda kind: (kind.order, kind.code))


def office_template(code: str, at: datetime) -> bytes | None:
    """The office's own template of a kind as it was in force at a moment; None when it had none."""
    return next((found for kept in templates_kept if (found := kept(code, at)) is not None), None)


def example_data(tags: Sequence[Tag]) -> dict[str, Any]:
    """Every tag filled with its example, for a trial before there is a paper."""
    data: dict[str, Any] = {}
    for tag in tags:
        block: Block = Paragraph(tag.example)
        data[tag.name] = Blocks([block]) if tag.is_alone else tag.example
        if tag.fields is not None:
            data[tag.name] = [dict(tag.fields)]
    return data
