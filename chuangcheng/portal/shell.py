"""What the public site adds to the workbench: the queue of moderation, signs on the page of a site, photos."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.core import files, shell
from chuangcheng.core.access import Actor
from chuangcheng.core.audit.words import words
from chuangcheng.core.files.covers import picture_covers
from chuangcheng.core.shell import NavEntry, Todo
from chuangcheng.orgs.queries import is_area
from chuangcheng.orgs.slots import UnitPanel, unit_panels
from chuangcheng.portal.access import MANAGE_APPS, MODERATE, PRINT_SIGNS, may_read_photo
from chuangcheng.portal.audit_words import PORTAL_WORDS
from chuangcheng.portal.models import Submission
from chuangcheng.portal.queries import covers_of_pictures, waiting
from chuangcheng.sites.slots import BulkAct, SitePanel, bulk_acts, site_panels

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit

NEW = 3  # urgency of a to-do
MOST_COUNTED = 100


def fill() -> None:
    """Called once, when the application is ready."""
    shell.navigation.fill("portal", navigation)
    shell.settings_pages.fill("portal", settings_pages)
    shell.rare_todos.fill("portal", shell.RareTodos(waiting_submissions, todos, MOST_COUNTED + 1))
    words.fill("portal", PORTAL_WORDS)
    files.readers.fill("portal", may_read_photo)
    picture_covers.fill("portal", covers_of_pictures)
    site_panels.fill("90-sign", sign_panel)
    bulk_acts.fill("portal", sign_act)
    unit_panels.fill("90-signs", unit_panel)


def navigation(actor: Actor) -> Sequence[NavEntry]:
    """The queue, for who moderates."""
    if not actor.may(MODERATE):
        return []
    return [NavEntry("public", _("公开审核"), reverse("portal:moderation"), "eye", phone_rank=7)]


def settings_pages(actor: Actor) -> Sequence[NavEntry]:
    """Apps that send by Open311."""
    if not actor.may(MANAGE_APPS):
        return []
    return [NavEntry("system", _("Open311接口"), reverse("portal:keys"), "key")]


def waiting_submissions(actor: Actor, now: datetime) -> QuerySet[Submission] | None:  # noqa: ARG001 - the signature of the slot
    """What residents sent and nobody has looked at, for who looks."""
    return waiting(actor=actor) if actor.may(MODERATE) else None


def todos(actor: Actor, now: datetime, count: int) -> Sequence[Todo]:  # noqa: ARG001 - the signature of the slot
    """One line for all of them."""
    told = f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)
    title = _("%(count)s件群众反映等待审核是否公开") % {"count": told}
    return [Todo(urgency=NEW, title=title, url=reverse("portal:moderation"), act=_("去审核"), kind=_("公开审核"))]


def sign_panel(actor: Actor, site_id: UUID) -> SitePanel | None:
    """The way to the sign of a site."""
    if not actor.may(PRINT_SIGNS):
        return None
    return SitePanel("portal/site_panel.html", {"site_id": site_id})


def unit_panel(actor: Actor, unit: Unit) -> UnitPanel | None:
    """The way to all signs of a street or community."""
    if not is_area(unit) or not actor.may_at(PRINT_SIGNS, unit.path):
        return None
    return UnitPanel("portal/unit_panel.html", {"unit_id": unit.pk})


def sign_act(actor: Actor) -> BulkAct | None:
    """Signs of several sites at once."""
    return BulkAct(_("打印二维码标牌"), reverse("portal:signs"), "qrcode") if actor.may(PRINT_SIGNS) else None
