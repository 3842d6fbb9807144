from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chuangcheng.command.models.circulars import Circular
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import StoredFile
from chuangcheng.core.times import now
from chuangcheng.orgs.models import Unit


class Regulation(models.Model):
    """制度: a rule of our own with the days on which it is in force. Another version, or another rule, replaces it."""

    class Kind(models.TextChoices):
        SYSTEM = "system", _("制度")
        MEASURES = "measures", _("办法")
        DETAILS = "details", _("细则")
        PLAN = "plan", _("方案")
        EMERGENCY = "emergency", _("预案")
        OTHER = "other", _("其他")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)  # our register
    document_number = models.CharField(max_length=60, default="", blank=True)  # 文号
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=200)
    text = models.TextField(default="", blank=True)
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True)  # the last day; None: open
    basis = models.ForeignKey(Circular, on_delete=models.PROTECT, null=True, related_name="regulations")
    basis_words = models.CharField(max_length=200, default="", blank=True)  # where the basis is not in our register
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    repealed_from = models.DateField(null=True)  # the first day on which it is not in force any more
    repeal_reason = models.CharField(max_length=300, default="", blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["-in_force_from", "-id"], name="regulation_when")]

    def __str__(self) -> str:
        return self.title


class RegulationUnit(models.Model):
    """A unit that a regulation binds; without any it binds all."""

    regulation = models.ForeignKey(Regulation, on_delete=models.CASCADE, related_name="units")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["regulation", "unit"], name="regulation_unit_once")]


class LibraryFile(models.Model):
    """A file of a circular or of a regulation, with the text that was found in it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    circular = models.ForeignKey(Circular, on_delete=models.CASCADE, null=True, related_name="files")
    regulation = models.ForeignKey(Regulation, on_delete=models.CASCADE, null=True, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    outcome = models.CharField(max_length=10, default="", blank=True)  # of core.documents.text; empty: not read yet
    page_count = models.PositiveIntegerField(default=0)
    text = models.TextField(default="", blank=True)  # pages parted by form feeds

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(circular__isnull=False) ^ Q(regulation__isnull=False), name="library_file_has_one_owner"
            )
        ]
