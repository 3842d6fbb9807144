from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.core.models import StoredFile
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now
from chuangcheng.evidence.workflow import KIND_LABELS, OPEN_STATES, STATE_LABELS, VERDICT_LABELS, State
from chuangcheng.orgs.models import Unit
from chuangcheng.standards.models import Framework, Standard


class MaterialRequest(models.Model):
    """What one unit is to bring for one standard. Its course is in `MaterialEvent`; here is where it stands now."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="+", db_index=False)
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="material_requests", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=[(kind.value, _(label)) for kind, label in KIND_LABELS.items()])
    title = models.CharField(max_length=200)
    count = models.PositiveSmallIntegerField(default=1)  # pieces
    formats = models.JSONField(default=list)  # names of `formats.FORMATS`
    megabytes = models.PositiveSmallIntegerField()  # of one file, at most
    least_pixels = models.PositiveIntegerField(default=0)  # of a picture's longer side; 0: any
    first_on = models.DateField(null=True)  # the material is of this day or later
    last_on = models.DateField(null=True)  # … and of this day or earlier
    captions = models.JSONField(default=list)  # names of `workflow.CAPTION_FIELDS` that each piece must tell
    note = models.CharField(max_length=1000, default="", blank=True)
    due_on = models.DateField()  # last day
    state = models.CharField(max_length=10, choices=[(state.value, _(label)) for state, label in STATE_LABELS.items()])
    accepted_count = models.PositiveSmallIntegerField(default=0)  # pieces
    waiting_count = models.PositiveSmallIntegerField(default=0)  # pieces that nobody looked at yet
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [
            models.Index(fields=["unit", "-id"], name="material_unit"),
            models.Index(fields=["standard", "unit"], name="material_standard"),
            models.Index(fields=["framework", "-id"], name="material_framework"),
            models.Index(fields=["state", "-id"], name="material_state"),
            models.Index(
                fields=["due_on"],
                name="material_open_due",
                condition=Q(state__in=sorted(state.value for state in OPEN_STATES)),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return State(self.state) in OPEN_STATES


class MaterialEvent(AppendOnly):
    """One step of a request: who, when, what. Appended, never edited.

    What it changed of the pieces asked for and accepted stands beside it, so that any day's proof is a sum.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="+", db_index=False)
    request = models.ForeignKey(MaterialRequest, on_delete=models.CASCADE, related_name="history", db_index=False)
    move = models.CharField(max_length=10)  # ask, hand_in, withdraw, review, change, void
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    person_name = models.CharField(max_length=60)
    unit_name = models.CharField(max_length=80, default="", blank=True)
    at = models.DateTimeField(default=now)
    text = models.CharField(max_length=1000, default="", blank=True)
    asked_change = models.SmallIntegerField(default=0)  # pieces
    accepted_change = models.SmallIntegerField(default=0)  # pieces
    before = models.JSONField(default=dict)  # field → text, of what a change changed
    after = models.JSONField(default=dict)

    objects = AppendOnlyQuerySet["MaterialEvent"].as_manager()

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["request", "at", "id"], name="material_event"),
            models.Index(fields=["framework", "at"], name="material_event_at"),
        ]


class Piece(AppendOnly):
    """A file that was brought, with its caption. Another version is a new row that says which one it replaces."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.ForeignKey(MaterialRequest, on_delete=models.CASCADE, related_name="pieces")
    event = models.ForeignKey(MaterialEvent, on_delete=models.CASCADE, related_name="pieces", db_index=False)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)  # as the sender called it
    caption = models.JSONField(default=dict)  # name of a caption field → text
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    # Where it was taken from, when it was there already: a key of `slots.offer_sources`; points upward, too, no key.
    source_kind = models.CharField(max_length=40, default="", db_default="", blank=True)
    source_id = models.CharField(max_length=80, default="", db_default="", blank=True)
    source_label = models.CharField(max_length=200, default="", db_default="", blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["Piece"].as_manager()

    class Meta:
        ordering = ["id"]


class Judgement(AppendOnly):
    """What was said of a piece; the last one counts."""

    piece = models.ForeignKey(Piece, on_delete=models.CASCADE, related_name="judgements")
    event = models.ForeignKey(MaterialEvent, on_delete=models.CASCADE, related_name="judgements", db_index=False)
    verdict = models.CharField(
        max_length=10, choices=[(each.value, _(label)) for each, label in VERDICT_LABELS.items()]
    )
    text = models.CharField(max_length=500, default="", blank=True)
    marks = models.JSONField(default=list)  # [x, y, width, height] as shares, 0..1; then the page of a PDF

    objects = AppendOnlyQuerySet["Judgement"].as_manager()

    class Meta:
        ordering = ["pk"]


class PieceStanding(models.Model):
    """Where a piece stands that counts among the material now: derived from the facts, so that lists need not ask all.

    Gone when the piece was replaced or taken back, or its request cancelled.
    """

    piece = models.OneToOneField(Piece, on_delete=models.CASCADE, primary_key=True, related_name="standing")
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    is_picture = models.BooleanField()
    verdict = models.CharField(max_length=10, default="", blank=True)  # what was last said of it; empty: nothing yet

    class Meta:
        indexes = [
            models.Index(fields=["verdict", "-piece"], name="standing_verdict"),
            models.Index(fields=["unit", "verdict", "-piece"], name="standing_unit"),
            models.Index(fields=["framework", "verdict", "-piece"], name="standing_framework"),
            models.Index(fields=["is_picture", "verdict", "-piece"], name="standing_looks"),
        ]


class FileWords(models.Model):
    """What stands in a document that was brought, taken out once for each content."""

    file = models.OneToOneField(StoredFile, on_delete=models.CASCADE, primary_key=True, related_name="+")
    outcome = models.CharField(max_length=10)  # of `core.documents.text.Outcome`
    page_count = models.PositiveIntegerField(default=0)
    text = models.TextField(default="", blank=True)
    read_at = models.DateTimeField(default=now)
