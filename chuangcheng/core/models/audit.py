from __future__ import annotations

from django.conf import settings
from django.db import models

from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet


class AuditEntry(AppendOnly):
    """Who did what to which record. Never updated or deleted; sealed into a hash chain by a job."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=60)  # as it was then
    action = models.CharField(max_length=60)  # "cases.close"
    subject_kind = models.CharField(max_length=60)  # "cases.case"
    subject_id = models.CharField(max_length=40)
    detail = models.JSONField(default=dict)

    objects = AppendOnlyQuerySet["AuditEntry"].as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject_id", "subject_kind"], name="audit_subject"),
            models.Index(fields=["actor", "-id"], name="audit_actor"),
            models.Index(fields=["action", "-id"], name="audit_action"),
        ]


class AuditSeal(AppendOnly):
    """One link of the chain: the entry's hash together with the link before it. Position 1 is the first link."""

    position = models.BigIntegerField(primary_key=True)  # 1, 2, 3 without gaps, so that two sealers cannot both go on
    entry = models.OneToOneField(AuditEntry, on_delete=models.PROTECT, related_name="seal")
    algorithm = models.CharField(max_length=10)
    digest = models.CharField(max_length=64)  # hex

    objects = AppendOnlyQuerySet["AuditSeal"].as_manager()
