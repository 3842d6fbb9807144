"""What a signed-in session is held to: idle time, a password of one's own, a second step where it is asked for.

The rules are looked up when somebody signs in and once a minute after that, and kept in the session between, so that an
ordinary page costs no query for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Q

from chuangcheng.core.times import now, today
from chuangcheng.orgs.models import Person, Role
from chuangcheng.orgs.policies import ADMINISTRATORS_NEED_MFA, IDLE_MINUTES
from chuangcheng.orgs.services.passwords import is_password_too_old

KEY = "session_rules"
LOOK_AGAIN_AFTER = timedelta(seconds=60)

FREE, PASSWORD, MFA = "", "password", "mfa"


@dataclass(frozen=True)
class SessionRules:
    """The rules as they were last looked up."""

    seen_at: float  # seconds since 1970, of the last look-up
    idle_seconds: int
    duty: str  # what must be done before anything else: FREE, PASSWORD, MFA

    def is_idle_too_long(self, moment: float) -> bool:
        """True when nobody has touched the session for longer than allowed."""
        return moment - self.seen_at > self.idle_seconds

    def is_due(self, moment: float) -> bool:
        """True when the rules want looking up again; a duty may have been done since the last page."""
        return self.duty != FREE or moment - self.seen_at >= LOOK_AGAIN_AFTER.total_seconds()


def rules_in(session: SessionBase) -> SessionRules | None:
    """The rules kept in the session, or None when there are none yet."""
    kept = session.get(KEY)
    return SessionRules(*kept) if kept else None


def look_up(session: SessionBase, person: Person) -> SessionRules:
    """The rules for this person now, kept in the session."""
    rules = SessionRules(now().timestamp(), IDLE_MINUTES.on(today()) * 60, duty_of(person))
    session[KEY] = [rules.seen_at, rules.idle_seconds, rules.duty]
    return rules


def duty_of(person: Person) -> str:
    """What the person must do before anything else."""
    if person.must_change_password or is_password_too_old(person):
        return PASSWORD
    has_mfa = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists
    return MFA if must_have_mfa(person) and not has_mfa() else FREE


def must_have_mfa(person: Person) -> bool:
    """True when a role held today asks for the second step, or an administrator's does and the setting is on."""
    ending = Q(posts__ends_on__isnull=True) | Q(posts__ends_on__gte=today())
    held = Role.objects.filter(ending, posts__person=person, posts__starts_on__lte=today())
    administrators_too = ADMINISTRATORS_NEED_MFA.on(today())
    # Administrators are those whose roles are kept apart from others.
    return any(role.needs_mfa or (administrators_too and role.excludes) for role in held)
