"""Helpers of tests that need a resident: a form as a browser sends it, a report sent, one decided."""

from __future__ import annotations

import itertools
import re
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from chuangcheng.cases.testing import problem_class
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now
from chuangcheng.intake.access import report_of_token
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.portal.effort import BASE, bits_done
from chuangcheng.portal.models import AppKey, Question, Submission
from chuangcheng.portal.open311.keys import KeyGiven, QuestionGiven, issue_key, save_question
from chuangcheng.portal.services import Verdict, decide
from chuangcheng.portal.stamps import new_stamp

A_MINUTE = timedelta(minutes=1)


def opened_form(*, ago: timedelta = A_MINUTE, bits: int = BASE, **fields: Any) -> dict[str, Any]:
    """A form that was opened a minute ago and whose work is done; other fields take the place of the usual ones."""
    stamp = new_stamp(now=now() - ago)
    usual = {"stamp": stamp, "answer": worked(stamp, bits), "text": "垃圾桶满了没人收", "place_text": "东关大街12号"}
    return {**usual, "group": "市容环境", "wants_answer": "1", **fields}


def worked(stamp: str, bits: int = BASE) -> str:
    """An answer with exactly as much work as asked: one that is lucky would make tests pass or fail by chance."""
    if not bits:
        return ""
    return next(answer for answer in map(str, itertools.count()) if bits_done(stamp, answer) == bits)


def send(form: dict[str, Any], *, client: Client | None = None, address: str = "198.51.100.7") -> Any:
    """Sends the form."""
    return (client or Client()).post(reverse("portal:report"), form, REMOTE_ADDR=address)


def token_of(response: Any) -> str:
    """The token in the address that a sent form leads to."""
    found = re.search(r"/public/r/([^/]+)/", response["Location"])
    if found is None:
        raise LookupError(response["Location"])
    return found[1]


def sent(*, address: str = "198.51.100.7", **fields: Any) -> Submission:
    """A submission that came through the page."""
    token = token_of(send(opened_form(**fields), address=address))
    return Submission.objects.select_related("report__case").get(report=report_of_token(token))


def decided(submission: Submission, actor: Any, kind: str = "publish") -> Submission:
    """The same after a moderator's decision."""
    verdict = Verdict(new_id(), kind, text="垃圾桶满了没人收", reason="不宜公开")
    return decide(actor=actor, submission_id=submission.pk, verdict=verdict)


def app_key(cast: Cast, **rights: Any) -> tuple[str, AppKey]:
    """A key in full, and its row."""
    key_id = new_id()
    given = KeyGiven(**{"name": "云澜随手报", "organisation": "云澜市民热线", "may_update": True, **rights})
    return issue_key(actor=actor_of(cast.chief), key_id=key_id, given=given), AppKey.objects.get(pk=key_id)


def ask_question(cast: Cast, code: str, words: str, *, datatype: str = "string", **details: Any) -> Question:
    """A question that apps ask besides for the class of `cases.testing.problem_class`."""
    given = QuestionGiven(problem_class().pk, code, words, datatype, **details)
    return save_question(actor=actor_of(cast.chief), question_id=new_id(), given=given)
