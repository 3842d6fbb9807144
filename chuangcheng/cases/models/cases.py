from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases.limits import Limit, Term
from chuangcheng.cases.limits import Unit as LimitUnit
from chuangcheng.cases.models.classes import LIMIT_UNITS, ProblemClass
from chuangcheng.cases.recurrence import spot_of
from chuangcheng.cases.states import OUTCOMES, STATE_LABELS, State
from chuangcheng.core.ids import new_id
from chuangcheng.core.maps import cell_of
from chuangcheng.core.models import StoredFile
from chuangcheng.core.phones import mask_phones_in
from chuangcheng.core.times import local_date
from chuangcheng.orgs.models import Unit
from chuangcheng.sites.models import Site

WAS_FIXED = Q(state="closed", outcome="fixed", is_held=False)


class Case(models.Model):
    """问题: where it stands now. How it came there is `CaseEvent`; "overdue" is derived from `due_at`, never stored."""

    class Source(models.TextChoices):
        CHECK = "check", _("现场检查")
        PATROL = "patrol", _("日常巡查")
        SUPERIOR = "superior", _("上级反馈")
        PUBLIC = "public", _("群众反映")
        IMPORTED = "imported", _("导入")

    class Severity(models.TextChoices):
        NORMAL = "normal", _("一般")
        URGENT = "urgent", _("紧急")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    state = models.CharField(
        max_length=10,
        choices=[(state.value, _(label)) for state, label in STATE_LABELS.items()],
        default=State.REPORTED.value,
    )
    outcome = models.CharField(  # empty: not known yet
        max_length=10,
        choices=[(outcome.value, _(label)) for outcome, label in OUTCOMES.items()],
        default="",
        blank=True,
    )
    problem_class = models.ForeignKey(
        ProblemClass, on_delete=models.PROTECT, null=True, related_name="cases", db_index=False
    )
    description = models.TextField()
    severity = models.CharField(max_length=10, choices=Severity.choices, default=Severity.NORMAL)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="cases", db_index=False)
    place_text = models.CharField(max_length=200, default="")
    lon = models.FloatField(null=True)  # degrees WGS-84
    lat = models.FloatField(null=True)  # degrees WGS-84
    cell = models.CharField(max_length=16, default="")  # `core.maps.cell_of` the position; empty: none is known
    spot = models.BigIntegerField(null=True)  # `recurrence.spot_of` the position
    area = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="cases_in_area", db_index=False)
    lead_unit = models.ForeignKey(  # who fixes it or fixed it last; None: not dispatched, or sent back
        Unit, on_delete=models.PROTECT, null=True, related_name="cases_led", db_index=False
    )
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    fixer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    source = models.CharField(max_length=10, choices=Source.choices)
    source_kind = models.CharField(max_length=40, default="")  # "inspections.answer": points upward, no key
    source_id = models.CharField(max_length=40, default="")
    source_label = models.CharField(max_length=200, default="")
    source_group = models.CharField(max_length=40, default="", db_default="")  # id of the round or tour
    limit_amount = models.PositiveIntegerField(null=True)  # of `limit_unit`; None with a deadline: a stated date
    limit_unit = models.CharField(max_length=20, choices=LIMIT_UNITS, default="", blank=True)
    reported_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True)
    clock_started_at = models.DateTimeField(null=True)  # first dispatch or claim
    due_at = models.DateTimeField(null=True)
    next_reminder_at = models.DateTimeField(null=True)  # None: not planned; `reminders.NO_MORE`: all were sent
    fed_back_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    rework_count = models.PositiveIntegerField(default=0)
    send_back_count = models.PositiveIntegerField(default=0)
    relapse_count = models.PositiveIntegerField(default=0)  # how often it came back, this time included; 0: no relapse
    # What waits, and since when; `cases.pending` tells in which states each may stand.
    claim_ended_at = models.DateTimeField(null=True)  # nobody claimed it: the office was told
    suspended_at = models.DateTimeField(null=True)  # since then the clock stands still
    extension_asked_at = models.DateTimeField(null=True)
    whistled_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    recheck_drawn_at = models.DateTimeField(null=True)
    extension_count = models.PositiveIntegerField(default=0, db_default=0)  # granted
    main_case = models.ForeignKey(  # the one that this is the same as; while joined
        "self", on_delete=models.PROTECT, null=True, related_name="joined_cases", db_index=False
    )
    joined_from = models.CharField(max_length=10, default="", db_default="", blank=True)  # the state before
    is_imported = models.BooleanField(default=False)
    is_held = models.BooleanField(default=False)  # of an unreleased round: invisible, clock not started
    # The newest step, so that who acts on an old screen is told; no key, since the step points here already.
    latest_event_id = models.UUIDField(default=new_id, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(state="fixing") | Q(due_at__isnull=False), name="fixing_has_deadline"),
        ]
        indexes = [
            models.Index(fields=["lead_unit", "-id"], name="case_lead"),
            models.Index(fields=["area", "-id"], name="case_area"),
            models.Index(fields=["reporter", "-id"], name="case_reporter"),
            models.Index(fields=["state", "-id"], name="case_state"),
            models.Index(fields=["site", "-id"], name="case_site"),
            models.Index(fields=["problem_class", "-id"], name="case_class"),
            models.Index(fields=["source", "-id"], name="case_source_name"),
            # What the duty desk counts, whole, so that it never touches the rows; by deadline for lists.
            models.Index(
                fields=["due_at", "id", "lead_unit", "problem_class", "area", "site", "limit_unit", "is_held"],
                name="case_being_fixed",
                condition=Q(state="fixing"),
            ),
            # What waits longest, in the states whose moment is not in the id.
            models.Index(fields=["reported_at", "id"], name="case_to_file", condition=Q(state="reported")),
            models.Index(fields=["filed_at", "id"], name="case_to_dispatch", condition=Q(state="filed")),
            models.Index(fields=["fed_back_at", "id"], name="case_to_verify", condition=Q(state="fed_back")),
            models.Index(fields=["next_reminder_at"], name="case_reminder_due", condition=Q(state="fixing")),
            models.Index(fields=["source_kind", "source_id"], name="case_source"),
            models.Index(fields=["source_group", "-id"], name="case_group", condition=~Q(source_group="")),
            # The periods of 整改统计, of cases that count: a month is read by itself, however many years there are.
            models.Index(fields=["reported_at"], name="case_reported_in", condition=Q(is_held=False)),
            models.Index(fields=["due_at"], name="case_due_in", condition=Q(is_held=False, due_at__isnull=False)),
            models.Index(fields=["closed_at"], name="case_on_spot_in", condition=Q(is_held=False, due_at__isnull=True)),
            models.Index(fields=["problem_class", "spot", "reported_at"], name="case_spot_opened"),
            # What a special campaign counts: some classes over its days.
            models.Index(fields=["problem_class", "reported_at"], name="case_class_days", condition=Q(is_held=False)),
            models.Index(fields=["problem_class", "spot", "closed_at"], name="case_spot_fixed", condition=WAS_FIXED),
            models.Index(fields=["problem_class", "site", "closed_at"], name="case_site_fixed", condition=WAS_FIXED),
            models.Index(fields=["lead_unit", "closed_at"], name="case_unit_fixed", condition=WAS_FIXED),
            models.Index(fields=["-id"], name="case_relapsed", condition=Q(relapse_count__gt=0)),
            models.Index(fields=["suspended_at"], name="case_suspended", condition=Q(suspended_at__isnull=False)),
            models.Index(
                fields=["extension_asked_at"], name="case_asked", condition=Q(extension_asked_at__isnull=False)
            ),
            models.Index(fields=["whistled_at"], name="case_whistled", condition=Q(whistled_at__isnull=False)),
            models.Index(fields=["escalated_at"], name="case_escalated", condition=Q(escalated_at__isnull=False)),
            models.Index(fields=["recheck_drawn_at"], name="case_recheck", condition=Q(recheck_drawn_at__isnull=False)),
            models.Index(fields=["main_case"], name="case_main", condition=Q(main_case__isnull=False)),
            # What a unit still has open, counted by state without its closed cases or any row.
            models.Index(
                fields=["lead_unit", "state", "due_at", "is_held"],
                name="case_open_of_unit",
                condition=Q(state__in=["reported", "filed", "fixing", "fed_back", "suspended"]),
            ),
            # What lies around a place, whatever its class: where a tale may be of the same problem.
            models.Index(
                fields=["spot", "-id"],
                name="case_open_around",
                condition=Q(state__in=["reported", "filed", "fixing", "fed_back", "suspended"], spot__isnull=False),
            ),
            # What the map of open cases reads, whole, so that it never touches the rows: also of whose they are.
            models.Index(
                fields=[
                    *("lon", "lat", "cell", "state", "due_at", "is_held", "number"),
                    *("area", "lead_unit", "reporter", "problem_class", "send_back_count"),
                ],
                name="case_on_map",
                condition=Q(state__in=["reported", "filed", "fixing", "fed_back", "suspended"], lon__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_state_display(self) -> str:  # type: ignore[no-redef] # the stubs know Django's own
        """Where it stands, in words. Django's own makes its choices anew at each call: a sixth of the list's time."""
        return gettext(STATE_LABELS[State(self.state)])

    def put_at(self, lon: float | None, lat: float | None) -> None:
        """Sets the position, and what it is found by on the map and by its neighbours."""
        self.lon, self.lat = lon, lat
        self.cell, self.spot = found_by(lon, lat)

    @property
    def told(self) -> str:
        """What is wrong, as everybody who sees the case may read it: phones in the text are masked."""
        return mask_phones_in(self.description)

    @property
    def has_phones(self) -> bool:
        """Whether a phone is masked in its description or place."""
        return self.told != self.description or mask_phones_in(self.place_text) != self.place_text

    @property
    def place(self) -> str:
        """Where it is, in words; phones in them are masked."""
        return self.site.name if self.site is not None else mask_phones_in(self.place_text)

    @property
    def term(self) -> Term | None:
        """The limit or stated date that its deadline came from; None while it has no deadline."""
        if self.limit_amount is not None:
            return Limit(self.limit_amount, LimitUnit(self.limit_unit))
        return local_date(self.due_at) if self.due_at is not None else None


def found_by(lon: float | None, lat: float | None) -> tuple[str, int | None]:
    """`Case.cell` and `Case.spot` of a position."""
    return ("", None) if lon is None or lat is None else (cell_of(lon=lon, lat=lat), spot_of(lon, lat))


class Assist(models.Model):
    """A unit that has a part in the case besides the lead unit: it assists, was called by a whistle, or both."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assists")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cases_assisted", db_index=False)
    is_assisting = models.BooleanField(default=True, db_default=True)
    is_called = models.BooleanField(default=False, db_default=False)  # by a whistle, at any time

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "unit"], name="assist_once")]
        indexes = [models.Index(fields=["unit", "-case"], name="assist_unit")]


class CaseEvent(models.Model):
    """One step: who, when, why. Appended, never edited."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="history", db_index=False)
    move = models.CharField(max_length=20)  # "open", or a move of `workflow`
    from_state = models.CharField(max_length=10, default="")
    to_state = models.CharField(max_length=10)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    actor_name = models.CharField(max_length=60)  # as it was then
    unit = models.ForeignKey(  # dispatched to, or acted for
        Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    reason = models.TextField(default="")
    data = models.JSONField(default=dict)  # what changed: due_at before and after, …

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["case", "at"], name="event_case")]


class CasePhoto(models.Model):
    """A photo of a step."""

    class Moment(models.TextChoices):
        BEFORE = "before", _("整改前")
        AFTER = "after", _("整改后")
        CHECK = "check", _("核查")
        SCENE = "scene", _("现场")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="photos")
    event = models.ForeignKey(CaseEvent, on_delete=models.CASCADE, related_name="photos", db_index=False)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    moment = models.CharField(max_length=10, choices=Moment.choices)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order"]
