from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.core.models import StoredFile
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now
from chuangcheng.orgs.models import Unit
from chuangcheng.tasks.models import Task


class Meeting(models.Model):
    """A meeting of the units: planned, called, held, its minutes issued. After that it is not changed any more."""

    class Kind(models.TextChoices):
        JOINT = "joint", _("联席会议")
        PROMOTION = "promotion", _("推进会")
        REVIEW = "review", _("点评会")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=100)
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=120)
    chair = models.CharField(max_length=60, default="", blank=True)  # name and post, as it stands in the minutes
    note = models.CharField(max_length=1000, default="", blank=True)  # what the units shall bring
    reports_by = models.DateField(null=True)  # each unit holds its own meeting and reports it by then; None: not asked
    minutes = models.TextField(default="", blank=True)
    called_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField(null=True)  # of the minutes
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=300, default="", blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["-starts_at", "-id"], name="meeting_when")]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> str:
        """draft, called, issued or cancelled."""
        if self.cancelled_at is not None:
            return "cancelled"
        if self.issued_at is not None:
            return "issued"
        return "called" if self.called_at is not None else "draft"


class MeetingUnit(models.Model):
    """A unit that is called to a meeting: whether it comes, whether it came."""

    class Speech(models.TextChoices):
        NONE = "", _("不发言")
        WELL = "well", _("经验发言")
        BADLY = "badly", _("表态发言")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="units")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    speech = models.CharField(max_length=6, choices=Speech.choices, default="", blank=True)
    reply = models.OneToOneField("MeetingReply", on_delete=models.PROTECT, null=True, related_name="+")  # the last one
    attended = models.BooleanField(null=True)  # None: not recorded yet
    who_came = models.CharField(max_length=100, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "unit"], name="meeting_unit_once")]
        ordering = ["pk"]


class MeetingReply(AppendOnly):
    """会议回执: who comes for a unit, or why nobody does. The last one counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    invited = models.ForeignKey(MeetingUnit, on_delete=models.CASCADE, related_name="replies")
    comes = models.BooleanField()
    words = models.CharField(max_length=200)  # names and posts, or the reason
    replied_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    replied_at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["MeetingReply"].as_manager()

    class Meta:
        ordering = ["replied_at", "pk"]


class AgendaItem(models.Model):
    """议题: by hand, or raised by a case or a task."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items", db_index=False)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    text = models.CharField(max_length=1000, default="", blank=True)  # what the meeting shall decide
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")  # which reports
    source_kind = models.CharField(max_length=10, default="", blank=True)  # case, task, special; empty: by hand
    source_id = models.CharField(max_length=36, default="", blank=True)
    source_label = models.CharField(max_length=40, default="", blank=True)  # number of the case or task
    conclusion = models.CharField(max_length=1000, default="", blank=True)

    class Meta:
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["meeting", "position"], name="agenda_of_meeting"),
            models.Index(fields=["source_kind", "source_id"], name="agenda_source", condition=~Q(source_kind="")),
        ]


class AgendaPaper(models.Model):
    """会议材料: a file of an item of the agenda, with the name that the sender gave it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="papers", db_index=False)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["item", "file"], name="agenda_paper_once")]


class Resolution(models.Model):
    """决定事项: what a unit does by when. With the minutes it becomes a task."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="resolutions")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, related_name="resolutions")
    text = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    task = models.OneToOneField(Task, on_delete=models.PROTECT, null=True, related_name="+")  # None: not issued yet

    class Meta:
        ordering = ["pk"]


class ResolutionCheck(AppendOnly):
    """How a resolution of an earlier meeting stood when the minutes of a later one were issued."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="checks")
    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="checks")
    state = models.CharField(max_length=10)  # of its task, that day
    percent = models.PositiveSmallIntegerField()
    is_late = models.BooleanField()
    checked_at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["ResolutionCheck"].as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "resolution"], name="resolution_checked_once")]


class UnitMeeting(AppendOnly):
    """A unit's own meeting after this one, as it reports it. The last report counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="unit_meetings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    people = models.PositiveIntegerField()  # who took part
    text = models.CharField(max_length=1000)  # what was passed on, what was decided
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reported_at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["UnitMeeting"].as_manager()

    class Meta:
        ordering = ["reported_at", "pk"]


class UnitMeetingPhoto(models.Model):
    """A picture of a unit's own meeting."""

    report = models.ForeignKey(UnitMeeting, on_delete=models.CASCADE, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
