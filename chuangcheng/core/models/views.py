from __future__ import annotations

from django.conf import settings
from django.db import models

from chuangcheng.core.ids import new_id


class SavedView(models.Model):
    """常用视图: the filter of a list page under a name; its owner's, or shared with everybody who opens the page."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    page = models.CharField(max_length=40)  # of `core.saved_views.list_pages`
    name = models.CharField(max_length=30)
    query = models.CharField(max_length=1000)  # as in the address, without the place in the list
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    is_shared = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "page", "name"], name="saved_view_once")]
        indexes = [models.Index(fields=["page", "is_shared"], name="saved_view_shared")]

    def __str__(self) -> str:
        return self.name


class ChosenColumns(models.Model):
    """The columns that a person wants to see on a list page."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=40)
    names = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "page"], name="chosen_columns_once")]
