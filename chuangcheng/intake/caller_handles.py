"""A caller in an address: a signed handle of the blind index, for one person and one day; never the phone itself."""

from __future__ import annotations

from django.core import signing

from chuangcheng.core.access import Actor
from chuangcheng.core.crypto import blind_indexes
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.phones import normalise_phone

SALT = "intake.caller"
MOST_SECONDS = 12 * 3600  # a day at the desk: our choice


def handle_of(actor: Actor, phone: str) -> str:
    """Stands for who has this number; one sentence for what is no number."""
    number = normalise_phone(phone)
    if not number:
        raise InvalidInput("")
    return signing.dumps([actor.person_id, list(blind_indexes(number))], salt=SALT)


def indexes_behind(actor: Actor, handle: str) -> tuple[str, ...]:
    """The blind indexes behind a handle of this person; none when it is old, another's or no handle."""
    try:
        person_id, indexes = signing.loads(handle, salt=SALT, max_age=MOST_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return ()
    return tuple(indexes) if person_id == actor.person_id else ()
