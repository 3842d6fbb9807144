"""Who sent a report: encrypted at rest, opened on record, erased when its time is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import SYSTEM, Actor
from chuangcheng.core.crypto import blind_index, decrypt, encrypt
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.phones import normalise_phone
from chuangcheng.core.times import local_date
from chuangcheng.intake.access import OPEN_CONTACTS
from chuangcheng.intake.models import Report, ReportEvent
from chuangcheng.intake.policies import CONTACT_DAYS
from chuangcheng.intake.services.steps import Changed, ReportStep, carry_out, record_step

MOST_NAME = 40  # characters: our choice
BATCH = 200  # reports of one transaction
COLUMNS = ("name_encrypted", "phone_encrypted", "phone_index", "email_encrypted")


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach whoever sent a report; each may be left out."""

    name: str = ""
    phone: str = ""
    email: str = ""


def keep_contact(report: Report, contact: Contact) -> None:
    """Puts it into the columns of a report that is not saved yet; one sentence for what is no phone or mailbox."""
    name, email, phone = contact.name.strip(), contact.email.strip(), normalise_phone(contact.phone)
    if len(name) > MOST_NAME or "\x00" in name:
        raise InvalidInput(_("姓名最多%(most)s字，请核对。") % {"most": MOST_NAME})
    if email:
        try:
            validate_email(email)
        except ValidationError as error:
            raise InvalidInput(_("电子邮箱的写法不对，请核对。")) from error
    report.name_encrypted = encrypt(name) if name else b""
    report.phone_encrypted = encrypt(phone) if phone else b""
    report.phone_index = blind_index(phone) if phone else ""
    report.email_encrypted = encrypt(email) if email else b""


def open_contact(*, actor: Actor, step: ReportStep) -> Contact:
    """Name, phone and mailbox in full; that they were looked at is kept on record, in the story too."""
    kind = ReportEvent.Kind.OPENED_CONTACT
    event = carry_out(actor=actor, permission=OPEN_CONTACTS, step=step, kind=kind, change=_nothing)
    return contact_of(event.report)


def contact_of(report: Report) -> Contact:
    """In full, for code that masks it or has recorded the look."""
    return Contact(_opened(report.name_encrypted), _opened(report.phone_encrypted), _opened(report.email_encrypted))


def erase_outdated_contacts(*, now: datetime) -> int:
    """Erases who sent reports that ended longer ago than the setting says; gives their number. Safe to run again."""
    before, count = now - timedelta(days=CONTACT_DAYS.on(local_date(now))), 0
    is_over = Q(answered_at__lt=before) | Q(needs_answer=False, settled_at__lt=before)
    while True:
        with transaction.atomic():
            rows = Report.objects.select_for_update().filter(is_over, erased_at__isnull=True)
            batch = list(rows.order_by("received_at")[:BATCH])
            for report in batch:
                _erase(report, at=now)
        count += len(batch)
        if not batch:
            return count


def has_contact(report: Report) -> bool:
    """True when anything of who reported is kept."""
    return any(bytes(getattr(report, name)) for name in ("name_encrypted", "phone_encrypted", "email_encrypted"))


def empty_contact(report: Report, *, at: datetime) -> None:
    """Takes it out of the columns; the row is not saved."""
    report.name_encrypted = report.phone_encrypted = report.email_encrypted = b""
    report.phone_index, report.erased_at = "", at


def _erase(report: Report, *, at: datetime) -> None:
    had_any = has_contact(report)
    empty_contact(report, at=at)
    report.save(update_fields=[*COLUMNS, "erased_at"])
    if had_any:
        record_step(report, ReportEvent.Kind.ERASED, actor=SYSTEM, at=at)
        audit.record(actor=SYSTEM, action="intake.erased", subject=report)


def _nothing(report: Report, at: datetime) -> Changed:  # noqa: ARG001 - the signature of every change
    return Changed()


def _opened(ciphertext: bytes | memoryview) -> str:
    return decrypt(bytes(ciphertext)) if ciphertext else ""
