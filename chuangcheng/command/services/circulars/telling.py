"""Lines for the people of the units that have a circular, and what it asks of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chuangcheng.command.models import Circular, CircularUnit
from chuangcheng.core.access import Actor
from chuangcheng.core.inbox_text import InboxText
from chuangcheng.core.notices import notify
from chuangcheng.core.times import today
from chuangcheng.orgs.queries import liaisons_of_units
from chuangcheng.orgs.services import AskGiven, ask_units

KIND, SOURCE = "circular", "command.circular"


def tell_addressed(found: Circular, rows: Iterable[CircularUnit], title: InboxText, key: str) -> int:
    """A line for the liaisons of these units; the same key reaches a person once. Gives how many people."""
    people = liaisons_of_units([row.unit_id for row in rows], today=today())
    ids = {each for told in people.values() for each in told}
    notify(person_ids=ids, key=f"command.circular-{found.pk}-{key}", title=title, link=address_of(found))
    return len(ids)


def address_of(found: Circular) -> str:
    """The page of the circular."""
    return f"/command/circulars/{found.pk}/"


def ask_to_sign(actor: Actor, found: Circular, rows: Sequence[CircularUnit], despite: str) -> None:
    """Writes down that these units are asked to sign; raises AsksRefused where that is too much or asked already."""
    asks = [
        AskGiven(
            unit_id=row.unit_id,
            kind=KIND,
            title=found.title,
            source_kind=SOURCE,
            source_id=str(row.pk),
            source_label=f"{found.number} {found.title}",
            due_on=row.sign_by,
        )
        for row in rows
    ]
    ask_units(actor=actor, asks=asks, despite=despite)
