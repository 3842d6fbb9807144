from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.core.models.files import StoredFile
from chuangcheng.core.models.jobs import Job


class StagedImport(models.Model):
    """Somebody's workbook on its way in: uploaded, its columns matched, looked at, then committed or left."""

    class State(models.TextChoices):
        STAGED = "staged", _("待确认")
        RUNNING = "running", _("导入中")
        DONE = "done", _("已导入")
        REFUSED = "refused", _("未导入")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=40)  # code of an ImportKind
    file_name = models.CharField(max_length=200)  # as the person's machine called it
    source = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    photos = models.ForeignKey(  # a zip of photos that goes in with the rows
        StoredFile, on_delete=models.PROTECT, related_name="+", null=True
    )
    target = models.CharField(max_length=60, default="", db_default="")  # what the rows go into: number of a round
    mapping = models.JSONField(default=list)  # one plan per sheet, as `imports.plans` writes them
    state = models.CharField(max_length=10, choices=State.choices, default=State.STAGED)
    preview = models.JSONField(default=dict)  # of a dry run; empty until the columns are settled
    report = models.JSONField(default=dict)  # of the commit; empty before
    refusal = models.CharField(max_length=300, default="")  # why it did not go in
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    staged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    staged_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["staged_by", "-staged_at"], name="staged_import_latest")]


class ColumnMapping(models.Model):
    """Which column is what under one set of headers, as a person last corrected it."""

    kind = models.CharField(max_length=40)
    signature = models.CharField(max_length=64)  # hex digest of the headers
    columns = models.JSONField()  # column position → key
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "signature"], name="mapping_once_per_headers")]
