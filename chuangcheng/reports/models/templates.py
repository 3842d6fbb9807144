from __future__ import annotations

from django.conf import settings
from django.db import models

from chuangcheng.core.ids import new_id
from chuangcheng.core.models import StoredFile
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now


class PaperTemplate(AppendOnly):
    """A template that the office uploaded and that was checked; in force when it is put into force."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=30)  # code of `template_kinds`
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200, default="", blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["PaperTemplate"].as_manager()

    class Meta:
        ordering = ["-added_at", "-pk"]


class TemplateUse(AppendOnly):
    """From a day on papers of a kind are written by a template, without one by the product's own again. Of those whose
    day has come the last day counts, of one day the last said."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=30)
    template = models.ForeignKey(PaperTemplate, on_delete=models.PROTECT, null=True, related_name="+")
    from_on = models.DateField()
    reason = models.CharField(max_length=300, default="", blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["TemplateUse"].as_manager()

    class Meta:
        ordering = ["-from_on", "-made_at", "-pk"]
        indexes = [models.Index(fields=["kind", "-from_on", "-made_at", "-id"], name="template_use_newest")]
