"""What an app sends with a report, checked; each fault is one sentence that names the parameter."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.http import QueryDict
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from chuangcheng.cases.queries import classes_in_use
from chuangcheng.intake.services import Contact
from chuangcheng.portal.models import Question
from chuangcheng.portal.open311 import asking
from chuangcheng.portal.open311.faults import Fault, NotThere
from chuangcheng.portal.open311.queries import questions_of

MOST_TEXT = 4000  # letters: GeoReport v2, POST Service Request, description
MOST_PLACE = 200  # letters, as a report takes
MOST_ID = 100  # letters, as the columns
MOST_ANSWER = 300  # letters: our choice
MOST_ANSWERS = 1500  # letters of all together, so that they fit behind the longest description: our choice
MOST_URL = 500
CJK = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class RequestSent:
    """A request as it was sent."""

    class_id: int
    group: str
    text: str  # words and answers, as the desk reads them
    place_text: str = ""
    site_number: str = ""
    lon: float | None = None  # degrees WGS-84
    lat: float | None = None
    contact: Contact = field(default_factory=Contact)
    client_id: str = ""
    media_url: str = ""
    device_id: str = ""
    account_id: str = ""
    photo_ids: Sequence[UUID] = ()


def request_sent(given: QueryDict, *, client_id: str, photo_ids: Sequence[UUID] = ()) -> RequestSent:
    """What was sent; photos come in when everything else is in order. Raises a fault. Two queries."""
    code = asking.text(given, "service_code")
    if not code:
        raise Fault(_("请写明问题类别（service_code）。"))
    problem = next((each for each in classes_in_use() if each.code == code), None)
    if problem is None:
        raise NotThere(_("没有编号为“%(code)s”的问题类别，请从services取得。") % {"code": code})
    words = asking.text(given, "description", most=MOST_TEXT) or _(problem.name)
    answers = _answers(given, questions_of([problem.pk]).get(problem.pk, []))
    sent = RequestSent(
        class_id=problem.pk,
        group=problem.group,
        text="\n".join([words, *answers]),
        place_text=asking.text(given, "address_string", most=MOST_PLACE),
        site_number=asking.text(given, "address_id"),
        lon=asking.degrees(given, "long", 180),
        lat=asking.degrees(given, "lat", 90),
        contact=Contact(_name(given), asking.text(given, "phone"), asking.text(given, "email")),
        client_id=client_id or asking.text(given, "client_id", most=MOST_ID),
        media_url=asking.text(given, "media_url", most=MOST_URL),
        device_id=asking.text(given, "device_id", most=MOST_ID),
        account_id=asking.text(given, "account_id", most=MOST_ID),
        photo_ids=photo_ids,
    )
    _require_place(sent)
    return sent


def _require_place(sent: RequestSent) -> None:
    if (sent.lat is None) != (sent.lon is None):
        raise Fault(_("“lat”和“long”要一起填写。"))
    if sent.lat is None and not sent.place_text and not sent.site_number:
        raise Fault(_("请写明地点：“lat”和“long”、“address_string”、“address_id”三者至少一项。"))


def _name(given: Mapping[str, str]) -> str:
    first, last = asking.text(given, "first_name"), asking.text(given, "last_name")
    if CJK.search(first + last):
        return last + first
    return f"{first} {last}".strip()


def _answers(given: QueryDict, questions: Sequence[Question]) -> list[str]:
    found = []
    for question in questions:
        values = _values(given, question.code)
        if not values and question.is_required:
            raise Fault(
                _("请回答“%(words)s”（attribute[%(code)s]）。") % {"words": question.words, "code": question.code}
            )
        if values:
            found.append(f"{question.words}：{_told(question, values)}")
    if sum(map(len, found)) > MOST_ANSWERS:
        raise Fault(_("补充问题的回答太长，请精简后再提交。"))
    return found


def _values(given: QueryDict, code: str) -> list[str]:
    """`attribute[code]` once, several times, or as `attribute[code][]`, as clients differ."""
    values = [*given.getlist(f"attribute[{code}]"), *given.getlist(f"attribute[{code}][]")]
    return [value.strip() for value in values if value.strip()]


def _told(question: Question, values: Sequence[str]) -> str:
    kind, named = Question.Datatype(question.datatype), dict(question.choices)
    if kind is Question.Datatype.SEVERAL:
        keys = [key for value in values for key in ([value] if value in named else value.split(","))]
    else:
        keys = list(values[:1])
    if any(len(key) > MOST_ANSWER or "\x00" in key for key in keys):
        raise _unfit(question)
    if kind in {Question.Datatype.ONE, Question.Datatype.SEVERAL}:
        if any(key not in named for key in keys):
            raise _unfit(question)
        return "、".join(named[key] for key in keys)
    if not _fits(kind, keys[0]):
        raise _unfit(question)
    return keys[0]


def _fits(kind: Question.Datatype, value: str) -> bool:
    if kind is Question.Datatype.STRING:
        return "\n" not in value and "\r" not in value
    try:
        if kind is Question.Datatype.NUMBER:
            return math.isfinite(float(value))
        if kind is Question.Datatype.DATETIME:
            return (parse_datetime(value) or parse_date(value)) is not None
    except ValueError:
        return False
    return True


def _unfit(question: Question) -> Fault:
    facts = {"words": question.words, "code": question.code}
    return Fault(_("“%(words)s”（attribute[%(code)s]）的回答不符合要求，请按services的说明填写。") % facts)
