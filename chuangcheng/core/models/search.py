from __future__ import annotations

from django.db import models


class SearchEntry(models.Model):
    """One findable record. The bigrams of `text` stand in the database's own full-text index beside this table."""

    kind = models.CharField(max_length=30)  # "case", "site", "unit", "standard", "person"
    object_id = models.CharField(max_length=40)
    number = models.CharField(max_length=40, default="")
    title = models.CharField(max_length=200)
    text = models.TextField()
    scopes = models.TextField(default="")  # by whom it is found, parted by spaces: `search.scopes`
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_once")]
        indexes = [
            models.Index(fields=["number"], name="search_number"),
            models.Index(fields=["kind", "id"], name="search_kind"),  # the newest of one kind, in order
        ]
