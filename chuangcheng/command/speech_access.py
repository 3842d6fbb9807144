"""Permissions on drafts of speeches, and the only way to them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.command.models import SpeechDraft
from chuangcheng.core.access import Actor, define, require
from chuangcheng.core.errors import NotFound, NotPermitted, Refusal

READ_SPEECHES = define("command.read_speeches", _("查看自己的讲话稿"), roles=("creation_office", "leader"))
DRAFT_SPEECHES = define("command.draft_speeches", _("起草讲话稿"), roles=("creation_office",))


class SpeechWithdrawn(Refusal):
    """It is not used any more."""

    def __init__(self) -> None:
        super().__init__(gettext("这份讲话稿已经撤回，不能再改；需要时请重新起草。"))


def visible_speeches(actor: Actor) -> QuerySet[SpeechDraft]:
    """All for who drafts them for the whole place; leaders see their own, unless withdrawn."""
    require(actor, READ_SPEECHES)
    if actor.everywhere(DRAFT_SPEECHES):
        return SpeechDraft.objects.all()
    return SpeechDraft.objects.filter(leader=actor.person_id, withdrawn_at__isnull=True)


def speech_for(actor: Actor, speech_id: UUID) -> SpeechDraft:
    """The draft; NotFound when absent or not theirs."""
    rows = visible_speeches(actor).select_related("leader", "meeting", "created_by")
    found = rows.filter(pk=speech_id).first()
    if found is None:
        raise NotFound(gettext("没有找到该讲话稿，请从讲话稿列表进入。"))
    return found


def require_drafter(actor: Actor) -> None:
    """Raises NotPermitted unless the actor drafts speeches for the whole place."""
    require(actor, DRAFT_SPEECHES)
    if not actor.everywhere(DRAFT_SPEECHES):
        raise NotPermitted(gettext("您没有办理此事项的权限，请联系创城办。"))


def speech_to_change(actor: Actor, speech_id: UUID) -> SpeechDraft:
    """The draft, locked, for who drafts speeches."""
    require_drafter(actor)
    SpeechDraft.objects.select_for_update(no_key=True).filter(pk=speech_id).values_list("pk").first()
    found = speech_for(actor, speech_id)
    if found.withdrawn_at is not None:
        raise SpeechWithdrawn
    return found
