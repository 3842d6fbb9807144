"""The one lock-out: by account, counted in the database by django-axes, with our numbers and our words.

One gateway address serves a whole office, so an address is never locked. Wrong second codes count like wrong passwords.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext

from chuangcheng.core.times import now, today
from chuangcheng.orgs.models import Person
from chuangcheng.orgs.policies import LOCK_AFTER_FAILURES, LOCK_MINUTES

TOO_MANY_REQUESTS = 429
WARN_FROM = 3  # tries left when we begin to say so; our choice

Credentials = Mapping[str, Any] | None


def username_of(request: HttpRequest, credentials: Credentials) -> str:
    """The log-in name that is tried, in the one form that we keep."""
    typed = (credentials or {}).get("username") or request.POST.get("login", "")
    return Person.normalize_username(str(typed))[:255]


def failure_limit(_request: HttpRequest, _credentials: Credentials) -> int:
    """How many failures lock an account."""
    return LOCK_AFTER_FAILURES.on(today())


def lock_time(_request: HttpRequest | None = None) -> timedelta:
    """How long an account stays locked."""
    return timedelta(minutes=LOCK_MINUTES.on(today()))


def is_locked(request: HttpRequest, person: Person) -> bool:
    """True while the account takes neither password nor code."""
    return not AxesProxyHandler.is_allowed(request, {"username": person.username})


def count_failure(request: HttpRequest, person: Person) -> None:
    """A wrong second code is a failed sign-in of the account."""
    credentials = {"username": person.username, "step": "mfa"}
    user_login_failed.send(sender=Person, credentials=credentials, request=request)


def tries_left(request: HttpRequest, username: str) -> int:
    """How many more failures the account takes before it is locked."""
    failures = int(AxesProxyHandler.get_failures(request, {"username": username}))
    return max(0, failure_limit(request, None) - failures)


def minutes_left(username: str) -> int:
    """Minutes until the lock opens by itself, rounded up; 0 when there is none."""
    attempts = AccessAttempt.objects.filter(username=username).order_by("-attempt_time")
    latest: datetime | None = attempts.values_list("attempt_time", flat=True).first()
    if latest is None:
        return 0
    rest = latest + lock_time() - now()
    return max(0, math.ceil(rest.total_seconds() / 60))


def locked_sentence(username: str) -> str:
    """What the person at the keyboard is told."""
    return gettext("登录失败次数过多，该账号已锁定，请%(n)d分钟后再试，或请系统管理员解锁。") % {
        "n": max(1, minutes_left(username))
    }


def locked_response(request: HttpRequest, _original: HttpResponse | None, credentials: Credentials) -> HttpResponse:
    """The page that takes the place of the sign-in form while the account is locked; JSON for the API."""
    message = locked_sentence(username_of(request, credentials))
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": message, "code": "AccountLocked"}, status=TOO_MANY_REQUESTS)
    return render(request, "account/locked.html", {"message": message}, status=TOO_MANY_REQUESTS)
