from __future__ import annotations

from django.db import models


class CalendarDay(models.Model):
    """A day that is not what its weekday says: a public holiday, or a weekend that is worked to make up for one."""

    date = models.DateField(unique=True)
    is_working = models.BooleanField()
    note = models.CharField(max_length=60, default="")
    source = models.CharField(max_length=200, default="")


class CalendarYear(models.Model):
    """A year whose holidays are known; other years fall back to Monday–Friday and say so."""

    year = models.PositiveIntegerField(primary_key=True)
    source = models.CharField(max_length=200, default="")  # title and number of the notice
    loaded_at = models.DateTimeField(auto_now_add=True)
