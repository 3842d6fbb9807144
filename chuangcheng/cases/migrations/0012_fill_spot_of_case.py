from __future__ import annotations

import math
from typing import Any

from django.db import migrations

BATCH = 2_000
SPOT_DEGREES, ROW = 0.002, 1_000_000  # as `recurrence.spot_of` had it


def fill(apps: Any, _editor: Any) -> None:
    """Spots of the cases that have a position and no spot yet; to be run again at will."""
    model = apps.get_model("cases", "Case")
    while batch := list(model.objects.filter(lon__isnull=False, lat__isnull=False, spot__isnull=True)[:BATCH]):
        for case in batch:
            row, column = math.floor((case.lat + 90) / SPOT_DEGREES), math.floor((case.lon + 180) / SPOT_DEGREES)
            case.spot = row * ROW + column
        model.objects.bulk_update(batch, ["spot"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_add_relapses_and_look_backs")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
