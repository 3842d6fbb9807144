"""Permissions on the public site, and the only way to its rows."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core import files
from chuangcheng.core.access import Actor, define, require
from chuangcheng.core.errors import NotFound
from chuangcheng.orgs.access import in_units_where
from chuangcheng.orgs.roles import DESK
from chuangcheng.portal.models import PublicPhoto, Submission

MODERATE = define("portal.moderate", _("审核群众反映的公开"), roles=("creation_office", DESK))
PRINT_SIGNS = define(
    "portal.print_signs", _("打印二维码标牌"), roles=("creation_office", "unit_head", "liaison", "lane_chief")
)
MANAGE_APPS = define("portal.manage_apps", _("发放和停用Open311接口密钥"), roles=("creation_office",))

KNOWN_WITH = ("report__case__main_case", "report__problem_class", "report__site", "report__area", "report__source")
HEAVY = ("report__area__boundary",)


def visible_submissions(actor: Actor) -> QuerySet[Submission]:
    """The submissions of the actor's units; all of them for who moderates the whole place."""
    require(actor, MODERATE)
    return Submission.objects.filter(in_units_where(actor, MODERATE, "report__area"))


def submission_for(actor: Actor, submission_id: UUID, *, lock: bool = False) -> Submission:
    """The submission with its report; NotFound when absent or not theirs. `lock` holds it to the end."""
    if lock:
        Submission.objects.select_for_update().filter(pk=submission_id).values_list("pk").first()
    rows = visible_submissions(actor).select_related(*KNOWN_WITH).defer(*HEAVY)
    found = rows.filter(pk=submission_id).first()
    if found is None:
        raise NotFound(gettext("没有找到这件反映，请从审核列表进入。"))
    return found


def public_photo_for(photo_id: UUID) -> PublicPhoto:
    """A picture that everybody may see now; NotFound else."""
    rows = PublicPhoto.objects.filter(pk=photo_id, withdrawn_at__isnull=True, submission__standing="published")
    found = rows.select_related("file").first()
    if found is None:
        raise NotFound(gettext("没有找到这张照片，可能已经不再公开。"))
    return found


def may_read_photo(actor: Actor, file_id: UUID) -> bool:
    """True when the file is a copy with hidden faces that the actor moderates, or whose original the actor may read."""
    copies = PublicPhoto.objects.filter(file=file_id)
    originals = list(copies.values_list("original", flat=True))
    if not originals:
        return False
    if actor.may(MODERATE) and visible_submissions(actor).filter(pk__in=copies.values("submission")).exists():
        return True
    return any(may_read(actor, original) for original in originals for may_read in files.readers)
