from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.core.models import StoredFile
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now


class PaperTemplate(AppendOnly):
    """The office's own template from a moment on; without a file the product's is used again. The newest counts."""

    class Form(models.TextChoices):
        WORD = "word", _("Word文稿")
        SLIDES = "slides", _("幻灯片")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    form = models.CharField(max_length=6, choices=Form.choices)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200, default="", blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["PaperTemplate"].as_manager()

    class Meta:
        ordering = ["-added_at", "-pk"]
        indexes = [models.Index(fields=["form", "-added_at", "-id"], name="paper_template_newest")]
