from __future__ import annotations

from typing import Any

from django.db import migrations


def fill(apps: Any, _editor: Any) -> None:
    """The round or tour of the cases that were found before cases knew it; to be run again at will."""
    cases, answers = apps.get_model("cases", "Case"), apps.get_model("inspections", "Answer")
    for pk in apps.get_model("inspections", "Round").objects.values_list("pk", flat=True):
        found = answers.objects.filter(visit__round=pk, case__isnull=False).values("case")
        cases.objects.filter(pk__in=found).update(source_group=str(pk))
    for score, tour in apps.get_model("inspections", "TourScore").objects.values_list("pk", "stop__tour_id"):
        cases.objects.filter(source_kind="inspections.tour_score", source_id=str(score)).update(source_group=str(tour))


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0010_add_liaison_visits"),
        ("cases", "0015_add_source_group_to_case"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
