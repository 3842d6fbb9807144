"""What apps send is kept: a request once for each id of the app or each content, words on it once for each id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.crypto import blind_index
from chuangcheng.core.ids import derived_id, new_id
from chuangcheng.core.times import local_date
from chuangcheng.intake.queries import step_is_recorded
from chuangcheng.intake.services import ReportGiven, add_word, dispute_report, receive_report
from chuangcheng.portal.models import AppKey, AppRequest, Submission
from chuangcheng.portal.open311.asking import OPEN
from chuangcheng.portal.open311.faults import Fault, KeyRefused, NotThere, TooMany
from chuangcheng.portal.open311.forms import RequestSent
from chuangcheng.portal.open311.queries import KNOWN_WITH, own_requests, sent_within_hour
from chuangcheng.portal.policies import HOURLY
from chuangcheng.portal.queries import sign_of_site
from chuangcheng.portal.services import rate
from chuangcheng.portal.services.marks import content_mark
from chuangcheng.portal.services.reporting import MOST_WORDS, SAME_WITHIN

SOURCE = "open311"  # code of the source
NOTICE = "open311"  # the app showed a notice of its own
AGAIN_WITHIN = timedelta(minutes=10)  # the same content without an id of the app is the same request: our choice
REOPEN = "reopen"  # as the extension of FixMyStreet has it; "open" on what has ended says the same
Doubt = Submission.Doubt


@dataclass(frozen=True, slots=True)
class WordSent:
    """A word on a request that the app sent earlier."""

    update_id: str  # made by the app; the same one again is the same word
    request_id: UUID
    text: str = ""
    status: str = ""
    stars: int | None = None  # 1..5; an extension of ours
    photo_ids: Sequence[UUID] = ()


def send_request(*, key: AppKey, sent: RequestSent, now: datetime) -> AppRequest:
    """The request as it stands: made now, or known already by its id or, within some minutes, by its content."""
    mark = _same_mark(sent)
    with transaction.atomic():
        _hold(key, now)
        return _known(key, sent, mark, now) or _made(key, sent, mark, now)


def send_word(*, key: AppKey, sent: WordSent, now: datetime) -> UUID:
    """The id of the step: a rating, "not fixed" on what has ended, else a word for the desk."""
    if not key.may_update:
        raise KeyRefused(_("这个接口密钥没有补充情况的权限，请向发放密钥的单位申请。"))
    with transaction.atomic():
        _hold(key, now)
        found = next(iter(own_requests(key, [sent.request_id])), None)
        if found is None:
            raise NotThere(_("没有找到这件反映，只能补充本应用提交的反映。"))
        step_id = derived_id(found.pk, "open311", key.pk, sent.update_id)
        if not step_is_recorded(step_id):
            _say(found, step_id, sent)
    return step_id


def _say(found: AppRequest, step_id: UUID, sent: WordSent) -> None:
    report = found.submission.report
    token, has_ended = report.token, report.settled_at is not None
    if sent.stars is not None:
        rate(token=token, event_id=step_id, stars=sent.stars, text=sent.text)
    elif has_ended and sent.status in {OPEN, REOPEN}:
        dispute_report(token=token, event_id=step_id, text=sent.text, photo_ids=sent.photo_ids)
    else:
        add_word(token=token, event_id=step_id, text=sent.text, photo_ids=sent.photo_ids)


def _hold(key: AppKey, now: datetime) -> None:
    """Lets what an app sends at the same moment come one after the other, and notes that the key is in use."""
    held = AppKey.objects.select_for_update().get(pk=key.pk)
    if held.revoked_at is not None:
        raise KeyRefused(_("接口密钥无效或已停用，请核对，或向发放密钥的单位申请。"))
    day = local_date(now)
    if held.last_used_on != day:
        AppKey.objects.filter(pk=key.pk).update(last_used_on=day)


def _known(key: AppKey, sent: RequestSent, mark: str, now: datetime) -> AppRequest | None:
    rows = AppRequest.objects.filter(key=key, client_id=sent.client_id)
    if not sent.client_id:
        rows = rows.filter(same_mark=mark, sent_at__gte=now - AGAIN_WITHIN)
    return rows.select_related(*KNOWN_WITH).order_by("-pk").first()


def _made(key: AppKey, sent: RequestSent, mark: str, now: datetime) -> AppRequest:
    most = HOURLY.on(local_date(now))
    if sent_within_hour(key, now=now, at_most=most) >= most:
        raise TooMany(most)
    made = _submission(key, sent, now)
    made.report = receive_report(
        actor=Actor(person_id=None, name=key.name, is_system=True), report_id=made.pk, given=_given(sent, made)
    )
    made.save(force_insert=True)
    return AppRequest.objects.create(
        submission=made,
        key=key,
        client_id=sent.client_id,
        same_mark=mark,
        sent_at=now,
        media_url=sent.media_url,
        device_id=sent.device_id,
        account_id=sent.account_id,
    )


def _submission(key: AppKey, sent: RequestSent, now: datetime) -> Submission:
    place = f"{sent.place_text}{sent.site_number}{sent.lat}{sent.lon}"
    mark = content_mark(text=sent.text, place=place, kind=str(sent.class_id), photo_ids=sent.photo_ids)
    return Submission(
        pk=new_id(),
        received_at=now,
        notice_version=NOTICE,
        group=sent.group,
        content_mark=mark,
        words=sent.text[:MOST_WORDS],
        seconds=0,
        effort=0,
        doubt=_doubt(key, mark, now),
    )


def _doubt(key: AppKey, mark: str, now: datetime) -> str:
    if not key.is_trusted:
        return Doubt.APP
    same = Submission.objects.filter(content_mark=mark, received_at__gte=now - SAME_WITHIN)
    return Doubt.SAME if same.exists() else Doubt.NONE


def _given(sent: RequestSent, made: Submission) -> ReportGiven:
    return ReportGiven(
        source=SOURCE,
        text=sent.text,
        place_text=sent.place_text,
        site_id=_site(sent.site_number, made.received_at),
        lon=sent.lon,
        lat=sent.lat,
        problem_class_id=sent.class_id,
        contact=sent.contact,
        wants_answer=bool(sent.contact.phone or sent.contact.email),
        photo_ids=sent.photo_ids,
        outside_number=sent.client_id,
        opens_case=not made.doubt,
    )


def _site(number: str, now: datetime) -> UUID | None:
    if not number:
        return None
    sign = sign_of_site(number, today=local_date(now))
    if sign is None:
        raise Fault(_("没有编号为“%(number)s”的点位（address_id），请核对。") % {"number": number})
    return sign.site_id


def _same_mark(sent: RequestSent) -> str:
    """Of all that was sent: two people who say the same at the same place are two."""
    return blind_index(f"open311 {replace(sent, client_id='', photo_ids=sorted(sent.photo_ids))!r}")
