"""A report from the report page: taken always, and once for each form; what is doubtful waits for a moderator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.cases.queries import classes_in_use
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.times import local_date
from chuangcheng.intake.access import report_of_token
from chuangcheng.intake.services import RESIDENT, Contact, ReportGiven, receive_report
from chuangcheng.portal import notice
from chuangcheng.portal.effort import bits_done, needed_bits
from chuangcheng.portal.models import Submission
from chuangcheng.portal.policies import LEAST_SECONDS
from chuangcheng.portal.queries import waiting_texts
from chuangcheng.portal.services.marks import content_mark, sender_mark
from chuangcheng.portal.stamps import read_stamp

SOURCE = "portal"  # code of the source
MOST_PHOTOS = 5  # our choice
MOST_WORDS = 300  # letters kept for likeness
SAME_WITHIN = timedelta(days=1)  # the same content again is one matter: our choice
MOST_SECONDS = 2_000_000  # of the column

Doubt = Submission.Doubt


@dataclass(frozen=True, slots=True)
class Sent:
    """What the form sent."""

    stamp: str
    text: str = ""
    group: str = ""  # 大类
    problem_class_id: int | None = None
    place_text: str = ""
    site_id: UUID | None = None
    lon: float | None = None  # degrees WGS-84
    lat: float | None = None
    photo_ids: Sequence[UUID] = ()
    contact: Contact = field(default_factory=Contact)
    wants_answer: bool = False
    answer: str = ""  # of the work that the browser did
    trap: str = ""  # of the field that no person sees
    address: str = ""  # network address; only a keyed hash of it is kept


def submit(*, sent: Sent, now: datetime) -> str:
    """The token of the report that this form made; the same form again gives the same. Raises one sentence."""
    stamp = read_stamp(sent.stamp)
    if len(sent.photo_ids) > MOST_PHOTOS:
        raise InvalidInput(_("一次最多上传%(count)s张照片，请去掉多余的再提交。") % {"count": MOST_PHOTOS})
    _require_content(sent)
    made = _submission(sent, stamp.report_id, stamp.opened_at, now)
    with transaction.atomic():
        report = receive_report(actor=RESIDENT, report_id=stamp.report_id, given=_given(sent, made))
        made.report = report
        # Known already when the same form was sent before, or at this very moment.
        Submission.objects.bulk_create([made], ignore_conflicts=True)
    return report.token


def _require_content(sent: Sent) -> None:
    if not sent.text.strip() and not sent.photo_ids:
        raise InvalidInput(_("请拍一张照片，或写一句话说明问题。"))
    if sent.problem_class_id is not None and sent.problem_class_id not in {each.pk for each in classes_in_use()}:
        raise InvalidInput(_("没有这个问题类别，请重新选择。"))


def _submission(sent: Sent, report_id: UUID, opened_at: datetime, now: datetime) -> Submission:
    mark = sender_mark(sent.address, local_date(now))
    made = Submission(pk=report_id, received_at=now, notice_version=notice.VERSION, sender_mark=mark)
    kind = str(sent.problem_class_id or sent.group)
    place = str(sent.site_id or "") + sent.place_text
    made.content_mark = content_mark(text=sent.text, place=place, kind=kind, photo_ids=sent.photo_ids)
    made.group, made.words = sent.group[:60], sent.text.strip()[:MOST_WORDS]
    made.seconds = min(max(int((now - opened_at).total_seconds()), 0), MOST_SECONDS)
    made.effort = bits_done(sent.stamp, sent.answer)
    made.doubt = _doubt(made, sent, now)
    return made


def _doubt(made: Submission, sent: Sent, now: datetime) -> str:
    if sent.trap:
        return Doubt.TRAP
    if made.seconds < LEAST_SECONDS.on(local_date(now)):
        return Doubt.FAST
    if made.effort < needed_bits(made.words, waiting_texts(made.sender_mark)):
        return Doubt.EFFORT
    same = Submission.objects.filter(content_mark=made.content_mark, received_at__gte=now - SAME_WITHIN)
    return Doubt.SAME if same.exists() else Doubt.NONE


def _given(sent: Sent, made: Submission) -> ReportGiven:
    return ReportGiven(
        source=SOURCE,
        text=_text(sent),
        place_text=sent.place_text,
        site_id=sent.site_id,
        lon=sent.lon,
        lat=sent.lat,
        problem_class_id=sent.problem_class_id,
        contact=sent.contact,
        wants_answer=sent.wants_answer,
        photo_ids=sent.photo_ids,
        opens_case=not made.doubt,
    )


def _text(sent: Sent) -> str:
    """The words; the group in front of them where no class says what it is about."""
    text = sent.text.strip() or "照片反映的问题"
    return text if sent.problem_class_id is not None or not sent.group else f"【{sent.group}】{text}"


def submission_of_token(token: str) -> Submission | None:
    """How the report of this link came; None when it came by another way. Raises NotFound."""
    return Submission.objects.filter(report=report_of_token(token)).first()
