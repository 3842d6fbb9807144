"""What the search finds of bulletins: those that were issued, by title, number, period and what was written in them."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.utils import translation

from chuangcheng.core.access import Actor
from chuangcheng.core.ids import uuids_of
from chuangcheng.core.search import index, remove
from chuangcheng.reports.access import READ, visible_bulletins
from chuangcheng.reports.figures import unpacked
from chuangcheng.reports.models import Bulletin
from chuangcheng.reports.wording import kind_words, overview, period_words

BULLETIN = "bulletin"


def index_bulletin(found: Bulletin) -> None:
    """Makes an issued bulletin findable."""
    with translation.override(settings.LANGUAGE_CODE):
        period = period_words(found.kind, found.first_on, found.last_on)
        words = [kind_words(found.kind), period, found.opening, *overview(unpacked(found.figures)), found.demands]
    index(
        kind=BULLETIN, object_id=found.pk, title=found.title, number=found.number, text="\n".join(filter(None, words))
    )


def forget_bulletin(found: Bulletin) -> None:
    """A withdrawn one is not found any more."""
    remove(kind=BULLETIN, object_id=found.pk)


def visible_bulletin_ids(actor: Actor, ids: Sequence[str]) -> set[str]:
    """Of these bulletins, those that the actor may see. One query."""
    if not actor.may(READ):
        return set()
    rows = visible_bulletins(actor).filter(pk__in=uuids_of(set(ids)))
    return {str(pk) for pk in rows.values_list("pk", flat=True)}
