"""接口密钥 and 补充问题: what the office settles for apps. A key is shown once, when it is issued; we keep a hash."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chuangcheng.cases.queries import problem_class_for
from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput, NotFound, Refusal
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.times import now
from chuangcheng.portal.access import MANAGE_APPS
from chuangcheng.portal.models import AppKey, Question
from chuangcheng.portal.open311.queries import digest_of

KEY_BYTES = 32  # 256 bits
HINT = 6  # letters that are shown of a key afterwards
MOST_NAME, MOST_ORGANISATION, MOST_JURISDICTION, MOST_WHY = 40, 80, 60, 200  # letters, as the columns
MOST_WORDS, MOST_CHOICES, MOST_ORDER = 200, 60, 9999
CODE = re.compile(r"[A-Za-z0-9_-]{1,40}")
Datatype = Question.Datatype


class IssuedAlready(Refusal):
    """The form was sent before; what it issued is shown no more."""

    def __init__(self) -> None:
        super().__init__(_("这个密钥已经发放过，只显示一次；没有记下的，请停用后重新发放。"))


@dataclass(frozen=True, slots=True)
class KeyGiven:
    """Whom a key is for, and what it may do."""

    name: str
    organisation: str
    jurisdiction: str = ""
    may_update: bool = False
    is_trusted: bool = False


@dataclass(frozen=True, slots=True)
class QuestionGiven:
    """What is asked besides for a class."""

    problem_class_id: int
    code: str
    words: str
    datatype: str
    hint: str = ""
    is_required: bool = False
    choices: Sequence[tuple[str, str]] = ()  # key and name, of lists
    order: int = 0


def issue_key(*, actor: Actor, key_id: UUID, given: KeyGiven) -> str:
    """The key in full; nobody can read it again. Raises IssuedAlready for the same form again."""
    require(actor, MANAGE_APPS)
    _require_id(key_id)
    for text, most in ((given.name, MOST_NAME), (given.organisation, MOST_ORGANISATION)):
        if not text.strip():
            raise InvalidInput(_("请填写应用名称和负责单位。"))
        _require_short(text, most)
    _require_short(given.jurisdiction, MOST_JURISDICTION)
    key = secrets.token_urlsafe(KEY_BYTES)
    made = AppKey(
        pk=key_id,
        name=given.name.strip(),
        organisation=given.organisation.strip(),
        jurisdiction=given.jurisdiction.strip(),
        may_update=given.may_update,
        is_trusted=given.is_trusted,
        digest=digest_of(key),
        hint=key[:HINT],
        issued_by_id=actor.person_id,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            audit.record(actor=actor, action="portal.issue_key", subject=made, detail={"name": made.name})
    except IntegrityError as error:
        raise IssuedAlready from error
    return key


def revoke_key(*, actor: Actor, key_id: UUID, reason: str) -> AppKey:
    """The key opens nothing from now on; what it sent stays. The same press again changes nothing."""
    require(actor, MANAGE_APPS)
    if not reason.strip():
        raise InvalidInput(_("请写明原因，以便日后查考。"))
    _require_short(reason, MOST_WHY)
    with transaction.atomic():
        found = AppKey.objects.select_for_update().filter(pk=key_id).first()
        if found is None:
            raise NotFound(_("没有找到这个密钥，请从密钥列表进入。"))
        if found.revoked_at is None:
            found.revoked_at, found.revoked_why = now(), reason.strip()
            found.save(update_fields=["revoked_at", "revoked_why"])
            audit.record(actor=actor, action="portal.revoke_key", subject=found, detail={"name": found.name})
    return found


def save_question(*, actor: Actor, question_id: UUID, given: QuestionGiven) -> Question:
    """The question with this id, new or changed. What was answered before stands in the words of its day."""
    require(actor, MANAGE_APPS)
    _require_id(question_id)
    _require_sense(given)
    problem_class_for(given.problem_class_id)
    facts = {
        "problem_class_id": given.problem_class_id,
        "code": given.code,
        "words": given.words.strip(),
        "hint": given.hint.strip(),
        "datatype": given.datatype,
        "is_required": given.is_required,
        "choices": [[key.strip(), name.strip()] for key, name in given.choices],
        "order": given.order,
    }
    try:
        with transaction.atomic():
            made, _is_new = Question.objects.update_or_create(pk=question_id, defaults=facts)
            audit.record(actor=actor, action="portal.save_question", subject=made, detail={"code": made.code})
    except IntegrityError as error:
        raise InvalidInput(_("这个类别已有代码为“%(code)s”的问题，请换一个代码。") % {"code": given.code}) from error
    return made


def remove_question(*, actor: Actor, question_id: UUID) -> None:
    """Apps ask it no more. Nothing happens when it is gone."""
    require(actor, MANAGE_APPS)
    with transaction.atomic():
        found = Question.objects.filter(pk=question_id).first()
        if found is not None:
            audit.record(actor=actor, action="portal.remove_question", subject=found, detail={"code": found.code})
            found.delete()


def question_with_id(question_id: UUID) -> Question:
    """The question; NotFound when there is none."""
    found = Question.objects.filter(pk=question_id).select_related("problem_class").first()
    if found is None:
        raise NotFound(_("没有找到这个问题，请从补充问题列表进入。"))
    return found


def _require_sense(given: QuestionGiven) -> None:
    if not CODE.fullmatch(given.code):
        raise InvalidInput(_("代码只用英文字母、数字、下划线和连字符，最多40个。"))
    if not given.words.strip():
        raise InvalidInput(_("请填写问题的文字。"))
    if given.datatype not in Datatype.values:
        raise InvalidInput(_("请从列表中选择回答的形式。"))
    if not 0 <= given.order <= MOST_ORDER:
        raise InvalidInput(_("顺序应为0至%(most)s的整数。") % {"most": MOST_ORDER})
    texts = [given.words, given.hint, *(part for choice in given.choices for part in choice)]
    for text in texts:
        _require_short(text, MOST_WORDS)
    is_list = given.datatype in {Datatype.ONE, Datatype.SEVERAL}
    keys = [key.strip() for key, _name in given.choices]
    if is_list != bool(keys) or len(keys) > MOST_CHOICES or len(set(keys)) != len(keys):
        raise InvalidInput(
            _("单选和多选要逐行列出不重复的选项，最多%(most)s个；其他形式不填选项。") % {"most": MOST_CHOICES}
        )
    if any(not key or "," in key or not name.strip() for key, name in given.choices):
        raise InvalidInput(_("每个选项写成“代码 文字”，代码里不用逗号和空格。"))


def _require_short(text: str, most: int) -> None:
    if len(text.strip()) > most or not text.strip().isprintable():
        raise InvalidInput(_("文字太长或含有无法保存的字符，请修改后再提交。"))


def _require_id(value: UUID) -> None:
    if not is_client_id(value):
        raise InvalidInput(_("提交编号无效，请刷新页面后重新提交。"))
