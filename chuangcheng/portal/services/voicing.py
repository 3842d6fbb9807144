"""What whoever reported says in the end: one to five stars, or that it is not fixed."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core.errors import InvalidInput
from chuangcheng.intake.services import dispute_report, rate_report
from chuangcheng.portal.models import Stars

MOST_STARS = 5
# Stars → how satisfied, in the three words that reports are counted by. Our choice.
SATISFACTION = {1: "dissatisfied", 2: "dissatisfied", 3: "fair", 4: "satisfied", 5: "satisfied"}


def rate(*, token: str, event_id: UUID, stars: int, text: str) -> None:
    """Rates a report that has ended; a later rating takes the place of an earlier. The same press twice is one."""
    if stars not in SATISFACTION:
        raise InvalidInput(_("请选择1至%(most)s星。") % {"most": MOST_STARS})
    with transaction.atomic():
        event = rate_report(token=token, event_id=event_id, satisfaction=SATISFACTION[stars], text=text)
        Stars.objects.bulk_create(
            [Stars(event_id=event_id, report_id=event.report_id, stars=stars)], ignore_conflicts=True
        )


def say_not_fixed(*, token: str, event_id: UUID, text: str, photo_ids: Sequence[UUID]) -> None:
    """没有解决: the case is opened again, within the days of the setting."""
    dispute_report(token=token, event_id=event_id, text=text, photo_ids=photo_ids)
