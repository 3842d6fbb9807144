"""Who hears of a special campaign, and that its units are asked for a daily report: the burden on units counts it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from chuangcheng.command.models import SpecialCampaign
from chuangcheng.core.access import Actor
from chuangcheng.core.inbox_text import InboxText, inbox_text
from chuangcheng.core.notices import notify
from chuangcheng.core.times import today
from chuangcheng.orgs.queries import liaisons_of_units
from chuangcheng.orgs.services import AskGiven, ask_units, change_asks, end_asks, renew_asks

KIND, SOURCE = "form", "command.special"


def ask_for_reports(actor: Actor, found: SpecialCampaign, unit_ids: Sequence[int], despite: str = "") -> None:
    """Each of these units is asked for its daily report, and told. Raises AsksRefused unless there is a reason."""
    asks = [
        AskGiven(
            unit_id=unit_id,
            kind=KIND,
            title=_title(found),
            source_kind=SOURCE,
            source_id=str(found.pk),
            source_label=f"{found.number} {found.name}",
            due_on=found.ends_on,
        )
        for unit_id in unit_ids
    ]
    ask_units(actor=actor, asks=asks, despite=despite)
    renew_asks(source_kind=SOURCE, source_ids=[str(found.pk)], unit_ids=unit_ids)  # of a unit that takes part again
    facts = {"name": found.name, "day": found.ends_on.isoformat()}
    tell_units(found, unit_ids, inbox_text("专项整治启动：%(name)s，到%(day)s，请按天报送进展", facts), "asked")


def stop_asking(found: SpecialCampaign, unit_ids: Collection[int] | None = None) -> None:
    """The units report no more; None: none of them."""
    end_asks(source_kind=SOURCE, source_ids=[str(found.pk)], unit_ids=unit_ids)


def follow_last_day(found: SpecialCampaign) -> None:
    """What the units are asked for has another last day."""
    change_asks(source_kind=SOURCE, facts={str(found.pk): (_title(found), found.ends_on)})


def tell_units(found: SpecialCampaign, unit_ids: Collection[int], title: InboxText, key: str) -> None:
    """A line for the liaisons of these units."""
    people = liaisons_of_units(unit_ids, today=today())
    tell(found, {each for ids in people.values() for each in ids}, title, key)


def tell(found: SpecialCampaign, person_ids: Collection[int], title: InboxText, key: str) -> None:
    """A line for these people."""
    notify(
        person_ids=set(person_ids),
        key=f"command.special-{found.pk}-{key}",
        title=title,
        link=f"/command/specials/{found.pk}/",
    )


def _title(found: SpecialCampaign) -> str:
    return _("报送“%(name)s”每日进展") % {"name": found.name}
