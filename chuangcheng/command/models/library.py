from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.core.models import StoredFile
from chuangcheng.core.times import now
from chuangcheng.tasks.models import Task

WITH_TEXT = frozenset({"read", "cut"})  # outcomes of core.documents.text that gave letters


class Collection(models.Model):
    """合集: a file with speeches and documents. Its text stays as it was read; its parts are places in it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    source = models.CharField(max_length=100, default="", blank=True)  # of the whole, such as a yearly volume
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    outcome = models.CharField(max_length=10, default="", blank=True)  # of core.documents.text; empty: not read yet
    page_count = models.PositiveIntegerField(default=0)
    text = models.TextField(default="", blank=True)  # as it was read, pages parted by form feeds
    removed = models.JSONField(default=list)  # [start, end, mark, shown instead]: what is not shown of the text
    kept_at = models.DateTimeField(null=True)  # None: its parts are a proposal
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["kept_at", "-id"], name="collection_kept")]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> str:
        """reading, unread, proposed or kept."""
        if self.kept_at is not None:
            return "kept"
        if not self.outcome:
            return "reading"
        return "proposed" if self.outcome in WITH_TEXT else "unread"


class LibraryDocument(models.Model):
    """文稿: one part of a collection. Its text is what is shown of the letters `start`..`end`."""

    class Kind(models.TextChoices):
        SPEECH = "speech", _("讲话")
        PAPER = "paper", _("文件")
        CONTENTS = "contents", _("封面目录")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="documents")
    start = models.PositiveIntegerField()  # letters of the collection's text
    end = models.PositiveIntegerField()
    why = models.CharField(max_length=10)  # of collections.splitting.Why
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=200, default="", blank=True)
    speaker = models.CharField(max_length=60, default="", blank=True)  # post and name, as it is written
    source = models.CharField(max_length=100, default="", blank=True)
    dated_on = models.DateField(null=True)
    restored = models.JSONField(default=list)  # where removals begin that a person brought back
    text = models.TextField(default="", blank=True)
    is_kept = models.BooleanField(default=False)  # with its collection

    class Meta:
        ordering = ["collection", "start"]
        constraints = [models.UniqueConstraint(fields=["collection", "start"], name="library_document_once")]
        indexes = [models.Index(fields=["-dated_on", "-id"], name="library_document_when")]

    def __str__(self) -> str:
        return self.title


class WorkAnswer(models.Model):
    """What a person made of a sentence that sets work: a task, or nothing, with the reason. One task for each unit."""

    document = models.ForeignKey(LibraryDocument, on_delete=models.PROTECT, related_name="answers")
    quotation = models.CharField(max_length=500)  # the sentence, as the rules found it or a person marked it
    task = models.OneToOneField(Task, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, default="", blank=True)  # why it sets no work
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "quotation"], condition=models.Q(task__isnull=True), name="work_dismissed_once"
            )
        ]
        indexes = [models.Index(fields=["document", "quotation"], name="work_answers_of")]
