"""How a regulation stands on a day."""

from __future__ import annotations

from datetime import date

import pytest

from chuangcheng.command.regulation_states import Dates, Standing, standing_on

FROM, UNTIL, LATER = date(2025, 3, 1), date(2026, 2, 28), date(2026, 1, 1)


@pytest.mark.parametrize(
    ("dates", "day", "standing"),
    [
        (Dates(FROM), date(2025, 2, 28), Standing.COMING),
        (Dates(FROM), FROM, Standing.IN_FORCE),
        (Dates(FROM, UNTIL), UNTIL, Standing.IN_FORCE),
        (Dates(FROM, UNTIL), date(2026, 3, 1), Standing.EXPIRED),
        (Dates(FROM, repealed_from=LATER), date(2025, 12, 31), Standing.IN_FORCE),
        (Dates(FROM, repealed_from=LATER), LATER, Standing.REPEALED),
        (Dates(FROM, replaced_from=LATER), date(2025, 12, 31), Standing.IN_FORCE),
        (Dates(FROM, replaced_from=LATER), LATER, Standing.REPLACED),
        (Dates(FROM, UNTIL, replaced_from=date(2027, 1, 1)), date(2026, 6, 1), Standing.EXPIRED),
        (Dates(FROM, UNTIL, replaced_from=date(2027, 1, 1)), date(2027, 1, 1), Standing.REPLACED),
    ],
)
def test_standing_follows_from_the_dates(dates: Dates, day: date, standing: Standing) -> None:
    assert standing_on(dates, day) is standing


@pytest.mark.parametrize(
    ("dates", "last_day"),
    [
        (Dates(FROM), None),
        (Dates(FROM, UNTIL), UNTIL),
        (Dates(FROM, UNTIL, repealed_from=LATER), date(2025, 12, 31)),
        (Dates(FROM, replaced_from=LATER), date(2025, 12, 31)),
        (Dates(FROM, UNTIL, replaced_from=date(2027, 1, 1)), UNTIL),
    ],
)
def test_the_last_day_is_that_of_whatever_ends_it_first(dates: Dates, last_day: date | None) -> None:
    assert dates.last_day == last_day
