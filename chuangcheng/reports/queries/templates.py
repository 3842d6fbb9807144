"""Templates of the office's own: which was in force when, what comes, what was before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.documents.office_templates import TemplateKind, template_kinds
from chuangcheng.core.errors import NotFound
from chuangcheng.core.files import path_of
from chuangcheng.core.times import local_date, now
from chuangcheng.reports.access import TEMPLATES, changeable_kinds, require_everywhere, require_template
from chuangcheng.reports.models import Bulletin, PaperTemplate, TemplateUse
from chuangcheng.reports.states import State

SLIDES, MEETING_SLIDES = "bulletin_slides", "meeting_slides"
MOST_USES = 50  # of a kind, told on its page


@dataclass(frozen=True)
class KindStanding:
    """A kind with what is in force, and what will be."""

    kind: TemplateKind
    current: TemplateUse | None  # None: the product's own since ever
    coming: TemplateUse | None

    @property
    def template(self) -> PaperTemplate | None:
        """The office's own that is in force; None: the product's own."""
        return self.current.template if self.current else None


def kind_of(code: str) -> TemplateKind:
    """The kind of this code; NotFound."""
    kind = template_kinds.get(code)
    if kind is None:
        raise NotFound(_("没有这一种公文模板，请从公文模板页面进入。"))
    return kind


def standings(*, actor: Actor, at: datetime) -> list[KindStanding]:
    """Every kind whose template the actor may change, in its order. One query."""
    kinds = changeable_kinds(actor)
    if not kinds:
        require_everywhere(actor, TEMPLATES)
    uses: dict[str, list[TemplateUse]] = {}
    for use in TemplateUse.objects.select_related("template__file", "made_by"):
        uses.setdefault(use.kind, []).append(use)
    return [_standing(kind, uses.get(kind.code, []), at) for kind in kinds]


def standing_of(*, actor: Actor, kind: TemplateKind, at: datetime) -> KindStanding:
    """One kind. One query."""
    require_template(actor, kind)
    rows = TemplateUse.objects.filter(kind=kind.code).select_related("template__file", "made_by")
    return _standing(kind, list(rows), at)


def uses_of(*, actor: Actor, kind: TemplateKind) -> list[TemplateUse]:
    """What was put into force, the newest day first."""
    require_template(actor, kind)
    rows = TemplateUse.objects.filter(kind=kind.code).select_related("template__file", "made_by")
    return list(rows[:MOST_USES])


def template_of(*, actor: Actor, template_id: UUID) -> PaperTemplate:
    """An uploaded template; NotFound when absent or of a paper that is not theirs."""
    kinds = [kind.code for kind in changeable_kinds(actor)]
    if not kinds:
        require_everywhere(actor, TEMPLATES)
    rows = PaperTemplate.objects.select_related("file", "added_by").filter(kind__in=kinds)
    found = rows.filter(pk=template_id).first()
    if found is None:
        raise NotFound(_("没有找到这个模板，请从公文模板页面进入。"))
    return found


def template_at(code: str, at: datetime) -> PaperTemplate | None:
    """The office's own in force at a moment; None: the product's own. One query."""
    use = _in_force(code, at).first()
    return use.template if use is not None else None


def content_at(code: str, at: datetime) -> bytes | None:
    """Its content; None also when the disk has lost it."""
    return content_of(template_at(code, at))


def content_of(template: PaperTemplate | None) -> bytes | None:
    """The content of a template; None: the product's own is used."""
    if template is None or template.file is None:
        return None
    try:
        return path_of(template.file.sha256).read_bytes()
    except FileNotFoundError:
        return None


def word_code(kind: str) -> str:
    """The code of the Word template of a kind of bulletin."""
    return f"bulletin_{kind}"


def templates_now(kind: str) -> tuple[PaperTemplate | None, PaperTemplate | None]:
    """By what a bulletin of this kind is written now: Word, slides."""
    at = now()
    return template_at(word_code(kind), at), template_at(SLIDES, at)


def has_own_word(bulletin: Bulletin) -> bool:
    """True when its Word paper is by the office's own template. No query but for a draft."""
    if bulletin.state != State.DRAFT:
        return bulletin.word_template_id is not None
    return template_at(word_code(bulletin.kind), now()) is not None


def _in_force(code: str, at: datetime) -> QuerySet[TemplateUse]:
    rows = TemplateUse.objects.filter(kind=code, from_on__lte=local_date(at), made_at__lte=at)
    return rows.select_related("template__file")


def _standing(kind: TemplateKind, uses: list[TemplateUse], at: datetime) -> KindStanding:
    """`uses`: the newest day first."""
    day = local_date(at)
    current = next((use for use in uses if use.from_on <= day), None)
    coming = next((use for use in reversed(uses) if use.from_on > day), None)
    if coming is not None:  # of the same day the last said
        coming = next(use for use in uses if use.from_on == coming.from_on)
    return KindStanding(kind, current, coming)
