"""Signing in and out, failures and the second step, on record; connected in `apps.ready`."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import post_save
from django.http import HttpRequest

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.orgs import session_rules
from chuangcheng.orgs.lockout import count_failure, username_of
from chuangcheng.orgs.models import Person

NOBODY = Actor(person_id=None, name="")


def connect() -> None:
    """Listens to the signals of signing in."""
    user_logged_in.connect(signed_in, dispatch_uid="orgs.signed_in")
    user_logged_out.connect(signed_out, dispatch_uid="orgs.signed_out")
    user_login_failed.connect(sign_in_failed, dispatch_uid="orgs.sign_in_failed")
    authentication_failed.connect(code_failed, dispatch_uid="orgs.code_failed")
    # Not allauth's own signal, which comes after the transaction.
    post_save.connect(mfa_turned_on, sender=Authenticator, dispatch_uid="orgs.mfa_on")
    authenticator_removed.connect(mfa_turned_off, dispatch_uid="orgs.mfa_off")


def signed_in(request: HttpRequest, user: Person, **_signal: Any) -> None:
    """Keeps on record who signed in, and looks up what the session is held to."""
    session_rules.look_up(request.session, user)
    audit.record(actor=_actor(user), action="orgs.sign_in", subject=user, detail=_from(request))


def signed_out(request: HttpRequest, user: Person | None, **_signal: Any) -> None:
    """Keeps on record who signed out."""
    if user is not None:
        audit.record(actor=_actor(user), action="orgs.sign_out", subject=user, detail=_from(request))


def sign_in_failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_signal: Any) -> None:
    """Keeps on record whose sign-in failed.

    A log-in name that nobody has stays unwritten: people type their password into the wrong field.
    """
    if request is None:
        return
    person = Person.objects.filter(username=username_of(request, credentials)).first()
    detail = {**_from(request), "step": str(credentials.get("step", "password"))}
    audit.record(actor=NOBODY, action="orgs.sign_in_failed", subject=person, detail=detail)


def code_failed(request: HttpRequest, user: Person, **_signal: Any) -> None:
    """A wrong second code counts towards the lock-out."""
    count_failure(request, user)


def mfa_turned_on(instance: Authenticator, created: bool, **_signal: Any) -> None:  # noqa: FBT001 - Django calls it so
    """Keeps on record who turned the second step on."""
    if created and instance.type == Authenticator.Type.TOTP:
        audit.record(actor=_actor(instance.user), action="orgs.mfa_on", subject=instance.user)


def mfa_turned_off(user: Person, **_signal: Any) -> None:
    """Keeps on record who turned the second step off."""
    audit.record(actor=_actor(user), action="orgs.mfa_off", subject=user)


def _actor(person: Person) -> Actor:
    return Actor(person.pk, person.name)


def _from(request: HttpRequest) -> dict[str, str]:
    return {"address": str(request.META.get("REMOTE_ADDR", ""))}
