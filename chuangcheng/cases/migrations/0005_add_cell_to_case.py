from __future__ import annotations

from typing import Any

import h3
from django.db import migrations, models
from django.db.models import Q

FINEST, BATCH = 11, 2000  # as the cells of sites are kept


def cell_of(lon: float, lat: float) -> str:
    """Base cell in two hex digits, then one digit for each finer step."""
    number = h3.str_to_int(h3.latlng_to_cell(lat, lon, FINEST))
    return f"{number >> 45 & 127:02x}" + "".join(str(number >> (45 - 3 * step) & 7) for step in range(1, FINEST + 1))


def fill(apps: Any, _editor: Any) -> None:
    """Cells of the cases that have a position and no cell yet; to be run again at will."""
    model = apps.get_model("cases", "Case")
    while batch := list(model.objects.filter(lon__isnull=False, lat__isnull=False, cell="")[:BATCH]):
        for case in batch:
            case.cell = cell_of(case.lon, case.lat)
        model.objects.bulk_update(batch, ["cell"])


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_add_radius_and_relapse_days_to_problem_class")]

    operations = [
        migrations.AddField("case", "cell", models.CharField(default="", max_length=16)),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["lon", "lat", "cell", "state", "due_at"],
                name="case_open_place",
                condition=Q(state__in=["reported", "filed", "fixing", "fed_back", "suspended"], lon__isnull=False),
            ),
        ),
    ]
