"""Keys of apps that send by Open311, and what they ask besides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from chuangcheng.core.access import require
from chuangcheng.core.ids import new_id
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.web import actor_of
from chuangcheng.portal.access import MANAGE_APPS
from chuangcheng.portal.models import AppKey, Question
from chuangcheng.portal.open311.keys import (
    KeyGiven,
    QuestionGiven,
    issue_key,
    remove_question,
    revoke_key,
    save_question,
)
from chuangcheng.portal.open311.queries import all_questions, keys_issued

router = Router()


class KeyIn(Strict):
    """Whom a key is for; the same id again is refused, since a key is told once."""

    id: UUID = Field(default_factory=new_id)
    name: str
    organisation: str
    jurisdiction: str = ""
    may_update: bool = False
    is_trusted: bool = False


class KeyIssued(Schema):
    """The key in full, this once."""

    id: UUID
    key: str


class KeyOut(Schema):
    """A key as it is known afterwards."""

    id: UUID
    name: str
    organisation: str
    jurisdiction: str
    may_update: bool
    is_trusted: bool
    hint: str
    issued_at: datetime
    revoked_at: datetime | None
    revoked_why: str
    last_used_on: date | None


class RevokeIn(Strict):
    """Why it opens nothing any more."""

    reason: str


class QuestionIn(Strict):
    """What apps ask besides for a class."""

    problem_class_id: int
    code: str
    words: str
    datatype: str  # string, number, datetime, text, singlevaluelist, multivaluelist
    hint: str = ""
    is_required: bool = False
    choices: list[tuple[str, str]] = []
    order: int = 0


class QuestionOut(Schema):
    """The same with its id."""

    id: UUID
    problem_class_id: int
    code: str
    words: str
    datatype: str
    hint: str
    is_required: bool
    choices: list[tuple[str, str]]
    order: int


@router.get("/app-keys", response=list[KeyOut])
def list_keys(request: HttpRequest) -> Sequence[AppKey]:
    """All keys, newest first."""
    require(actor_of(request), MANAGE_APPS)
    return keys_issued()


@router.post("/app-keys", response={201: KeyIssued})
def post_key(request: HttpRequest, given: KeyIn) -> Status[dict[str, Any]]:
    """A key for another app."""
    facts = given.dict(exclude={"id"})
    key = issue_key(actor=actor_of(request), key_id=given.id, given=KeyGiven(**facts))
    return Status(201, {"id": given.id, "key": key})


@router.post("/app-keys/{uuid:key_id}/revoke", response=KeyOut)
def post_revocation(request: HttpRequest, key_id: UUID, given: RevokeIn) -> AppKey:
    """The key opens nothing any more."""
    return revoke_key(actor=actor_of(request), key_id=key_id, reason=given.reason)


@router.get("/app-questions", response=list[QuestionOut])
def list_questions(request: HttpRequest) -> Sequence[Question]:
    """Every question, by class."""
    require(actor_of(request), MANAGE_APPS)
    return all_questions()


@router.put("/app-questions/{uuid:question_id}", response=QuestionOut)
def put_question(request: HttpRequest, question_id: UUID, given: QuestionIn) -> Question:
    """A new question, or the same with other words."""
    return save_question(actor=actor_of(request), question_id=question_id, given=QuestionGiven(**given.dict()))


@router.delete("/app-questions/{uuid:question_id}", response={204: None})
def delete_question(request: HttpRequest, question_id: UUID) -> Status[None]:
    """Apps ask it no more."""
    remove_question(actor=actor_of(request), question_id=question_id)
    return Status(204, None)
