"""How a standard is to be carried out, written on its page: 分管领导, 责任人, 频次, 完成时限 and the rest."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.phones import mask_phones_in
from chuangcheng.core.sheets.text import clean_text
from chuangcheng.standards.access import ASSIGN, arrangement_change_for, locked_standard_for
from chuangcheng.standards.models import Arrangement, ArrangementChange, Framework, Standard
from chuangcheng.standards.names_and_phones import has_phone
from chuangcheng.standards.queries.arrangements import FIELDS, WORDS
from chuangcheng.standards.services.arrangements import NAMING, change_of, put_words, words_of, year_of
from chuangcheng.standards.services.checking import length_of

Way = ArrangementChange.Way


class ChangedSince(InvalidInput):
    """What is to be undone was changed again."""


@transaction.atomic
def arrange_standard(*, actor: Actor, standard_id: int, words: Mapping[str, str]) -> ArrangementChange | None:
    """The arrangement says this from now on; what is not named stays. None when it says so already."""
    standard = _open_standard(actor, standard_id)
    row = Arrangement.objects.filter(standard=standard).first() or Arrangement(standard=standard)
    checked = {key: _checked(key, text) for key, text in words.items() if key in FIELDS}
    return _write(actor, standard, row, checked, Way.HAND)


@transaction.atomic
def undo_arrangement(*, actor: Actor, change_id: int) -> ArrangementChange:
    """The fields of a change say again what they said before; raises ChangedSince when they were changed anew."""
    change = arrangement_change_for(actor, change_id, permission=ASSIGN)
    standard = _open_standard(actor, change.standard_id)
    row = Arrangement.objects.filter(standard=standard).first()
    if row is None or any(getattr(row, key) != text for key, text in change.after.items()):
        raise ChangedSince(_("落实安排后来又有改动，不能撤销，请直接修改。"))
    made = _write(actor, standard, row, change.before, Way.UNDO)
    assert made is not None  # noqa: S101 - a change changed something, and so does its undoing
    return made


def _open_standard(actor: Actor, standard_id: int) -> Standard:
    standard = locked_standard_for(actor, standard_id, permission=ASSIGN)
    if standard.framework.state == Framework.State.CLOSED:
        raise InvalidInput(_("该体系已停用，落实安排不再改动。"))
    return standard


def _write(
    actor: Actor, standard: Standard, row: Arrangement, words: Mapping[str, str], way: str
) -> ArrangementChange | None:
    before = words_of(row)
    if not put_words(row, words, year_of(standard.framework)):
        return None
    row.save()
    change = change_of(standard.pk, before, words_of(row), actor=actor, way=way)
    change.save()
    detail = {"standard": standard.code, "fields": list(change.after)}
    audit.record(actor=actor, action="standards.arrange", subject=standard, detail=detail)
    return change


def _checked(key: str, text: str) -> str:
    text, most = clean_text(text), length_of(Arrangement, key)
    facts = {"word": _(WORDS[key]), "most": most}
    if len(text) > most:
        raise InvalidInput(_("%(word)s太长，最多%(most)s个字。") % facts)
    if has_phone(text) if key in NAMING else mask_phones_in(text) != text:
        raise InvalidInput(_("%(word)s中不要写电话，电话请登记在人员名册中。") % facts)
    return text
