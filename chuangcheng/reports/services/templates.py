"""A template is uploaded and checked, put into force from a day on, or left for the product's own again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.documents.office_templates import TemplateKind
from chuangcheng.core.documents.template_checks import (
    SLIDES_TEMPLATES,
    WORD_TEMPLATES,
    TemplateRefused,
    check_harmless,
    tag_findings,
    used_tags,
)
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.files import Upload, store
from chuangcheng.core.files.errors import shown_name
from chuangcheng.core.files.storing import Content
from chuangcheng.core.files.storing import check as check_file
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.times import now, today
from chuangcheng.inspections.services.texts import checked_text
from chuangcheng.reports.access import require_template
from chuangcheng.reports.models import PaperTemplate, TemplateUse
from chuangcheng.reports.queries.templates import kind_of, template_of

MOST_REASON = 300  # letters, as the column
LIMITS = {"docx": WORD_TEMPLATES, "pptx": SLIDES_TEMPLATES}


def add_template(*, actor: Actor, template_id: UUID, kind: str, upload: Upload | None) -> PaperTemplate:
    """Keeps a template that was checked and filled once; the same id twice is one.

    Raises TemplateRefused with everything that is to be mended, FileRefused for a file that is none.
    """
    found = kind_of(kind)
    require_template(actor, found)
    there = _there(actor, template_id, kind)
    if there is not None:
        return there
    if upload is None:
        raise InvalidInput(_("请选择要上传的模板。"))
    content = _bytes_of(upload.content)
    check_file(content, name=upload.name, limits=LIMITS[found.form])
    check_harmless(content)
    _check_filling(actor, found, content)
    with transaction.atomic():
        made = PaperTemplate.objects.create(
            pk=template_id,
            kind=kind,
            file=store(content, name=upload.name, limits=LIMITS[found.form]),
            name=shown_name(upload.name),
            added_by_id=actor.person_id,
            added_at=now(),
        )
        audit.record(actor=actor, action="reports.add_template", subject=made, detail=_of(found, made.name))
    return made


@transaction.atomic
def use_template(
    *, actor: Actor, use_id: UUID, template_id: UUID, from_on: date, kinds: Sequence[str] = ()
) -> list[TemplateUse]:
    """Puts a checked template into force from a day on, also for other kinds of its family. Again: nothing."""
    template = template_of(actor=actor, template_id=template_id)
    own = kind_of(template.kind)
    wanted = [own, *(kind for code in dict.fromkeys(kinds) if (kind := kind_of(code)).code != own.code)]
    for kind in wanted:
        require_template(actor, kind)
    if any(kind.family != own.family for kind in wanted):
        raise InvalidInput(_("这个模板不能用于所选的公文，请重新选择。"))
    if _is_used(actor, use_id):
        return list(TemplateUse.objects.filter(template=template))
    _check_day(from_on)
    made = [_use(actor, kind, template, from_on, "", use_id if kind is own else None) for kind in wanted]
    for kind in wanted:
        detail = {**_of(kind, template.name), "day": from_on.isoformat()}
        audit.record(actor=actor, action="reports.use_template", subject=template, detail=detail)
    return made


@transaction.atomic
def use_default(*, actor: Actor, use_id: UUID, kind: str, from_on: date, reason: str) -> TemplateUse:
    """The product's own template again, from a day on. Again: nothing."""
    found = kind_of(kind)
    require_template(actor, found)
    if _is_used(actor, use_id):
        return TemplateUse.objects.get(pk=use_id)
    _check_day(from_on)
    words = checked_text(reason, label=_("理由"), at_most=MOST_REASON)
    if not words:
        raise InvalidInput(_("请写明理由。"))
    made = _use(actor, found, None, from_on, words, use_id)
    detail = {**_of(found, ""), "day": from_on.isoformat(), "reason": words}
    audit.record(actor=actor, action="reports.use_default_template", subject=made, detail=detail)
    return made


def _check_filling(actor: Actor, kind: TemplateKind, content: bytes) -> None:
    """Everything that is wrong with the tags, then a trial: what cannot be filled is never kept."""
    tags = kind.tags()
    if tags:
        findings = tag_findings(content, tags)
        if findings:
            raise TemplateRefused(_("模板里有要改正的标记，改好后重新上传。"), findings)
        if not used_tags(content):
            raise TemplateRefused(_("模板里没有任何标记，印出来不会有内容，请对照说明加上后重新上传。"))
    with translation.override(settings.LANGUAGE_CODE):
        kind.trial(actor, content)


def _use(
    actor: Actor, kind: TemplateKind, template: PaperTemplate | None, from_on: date, reason: str, use_id: UUID | None
) -> TemplateUse:
    facts = {"pk": use_id} if use_id is not None else {}
    return TemplateUse.objects.create(
        **facts,
        kind=kind.code,
        template=template,
        from_on=from_on,
        reason=reason,
        made_by_id=actor.person_id,
        made_at=now(),
    )


def _there(actor: Actor, template_id: UUID, kind: str) -> PaperTemplate | None:
    there = PaperTemplate.objects.filter(pk=template_id).first()
    if there is not None and (there.added_by_id, there.kind) == (actor.person_id, kind):
        return there
    if there is not None or not is_client_id(template_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    return None


def _is_used(actor: Actor, use_id: UUID) -> bool:
    there = TemplateUse.objects.filter(pk=use_id).first()
    if there is None and is_client_id(use_id):
        return False
    if there is None or there.made_by_id != actor.person_id:
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    return True


def _check_day(from_on: date) -> None:
    if from_on < today():
        raise InvalidInput(_("启用日期不能早于今天；已经印发的公文不会改变。"))


def _bytes_of(content: Content) -> bytes:
    """At most what any field takes was kept of an upload."""
    return content if isinstance(content, bytes) else b"".join(content.chunks())


def _of(kind: TemplateKind, name: str) -> dict[str, str]:
    with translation.override(settings.LANGUAGE_CODE):
        return {"kind": str(kind.label), "name": name}
