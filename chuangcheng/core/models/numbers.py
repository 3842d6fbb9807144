from __future__ import annotations

from django.db import models


class NumberSeries(models.Model):
    """The last short number given in a series and year (SQLite; PostgreSQL uses a sequence of the same name)."""

    series = models.CharField(max_length=30)
    year = models.PositiveIntegerField()
    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="series_once_a_year")]
