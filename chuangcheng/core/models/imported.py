from __future__ import annotations

from django.db import models


class ImportedRow(models.Model):
    """What a workbook last said about a thing, so that bringing the same row again never undoes what was done since."""

    kind = models.CharField(max_length=30)  # of the import: "sites"
    key = models.CharField(max_length=120)  # the thing's code, with its scope: "sample/1.1.1"
    fingerprint = models.CharField(max_length=64)  # hex; of the row's content

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="imported_once")]
