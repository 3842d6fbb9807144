"""My own account over the API. The second step is set up on its page, where the picture can be scanned."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest
from django.utils.translation import gettext
from ninja import Router, Status

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of
from chuangcheng.orgs import services
from chuangcheng.orgs.api import schemas
from chuangcheng.orgs.api.people import shown
from chuangcheng.orgs.models import Person
from chuangcheng.orgs.queries import person_page

router = Router()


@router.get("/account", response=schemas.MeOut)
def me(request: HttpRequest) -> dict[str, Any]:
    """Who I am, what I hold and what I may do."""
    return _me(request)


@router.post("/account/language", response=schemas.MeOut)
def choose_language(request: HttpRequest, given: schemas.LanguageIn) -> dict[str, Any]:
    """Chooses the language of the pages."""
    if given.language not in dict(settings.LANGUAGES):
        raise InvalidInput(gettext("没有这种语言，请从列表中选择。"))
    services.choose_language(actor=actor_of(request), language=given.language)
    cast("Person", request.user).language = given.language
    return _me(request)


@router.post("/account/password", response={204: None})
def choose_password(request: HttpRequest, given: schemas.PasswordIn) -> Status[None]:
    """Chooses a new password; a wrong present one counts like a failed sign-in."""
    person = cast("Person", request.user)
    if not get_adapter().reauthenticate(person, given.current):
        raise InvalidInput(gettext("当前密码不对，请重新输入。"))
    services.choose_password(actor=Actor(person.pk, person.name), person=person, password=given.new)
    update_session_auth_hash(request, person)
    return Status(204, None)


def _me(request: HttpRequest) -> dict[str, Any]:
    person, actor = cast("Person", request.user), actor_of(request)
    page = person_page(person, today=today())
    acting = [row.absent_id for row in page.held if row.ended_at is None and row.starts_on <= today() <= row.ends_on]
    return {
        "person": shown(person),
        "language": person.language,
        "permissions": sorted(code for code, roots in actor.grants.items() if roots),
        "present": page.present,
        "acting_for": acting,
        "handovers": [
            {"post_id": post.pk, "note": post.handover_note}
            for post in page.present
            if post.handover_note and post.handover_read_at is None
        ],
        "must_change_password": person.must_change_password,
    }
