from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.core.models import StoredFile
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now
from chuangcheng.orgs.models import Unit
from chuangcheng.supervision.accountability import Grade, Ground, Whom
from chuangcheng.supervision.accountability_workflow import LABELS, MOVES, MatterState
from chuangcheng.supervision.models.appraisals import PERIODS
from chuangcheng.supervision.models.deeds import Merit

GROUND_WORDS = {
    Ground.WEAK: gettext_noop("措施不力"),
    Ground.SLOW: gettext_noop("行动迟缓"),
    Ground.SHIFTING: gettext_noop("推诿扯皮"),
    Ground.PROMINENT: gettext_noop("问题突出"),
    Ground.UNFINISHED: gettext_noop("未按时完成"),
    Ground.LEADING: gettext_noop("名列前茅"),
    Ground.PUNCTUAL: gettext_noop("件件按期"),
    Ground.LASTING: gettext_noop("整改保持"),
}
GROUND_LABELS = {ground: _(words) for ground, words in GROUND_WORDS.items()}
GRADE_WORDS = {
    Grade.CRITICISM: gettext_noop("批评教育"),
    Grade.DEADLINE: gettext_noop("限期整改"),
    Grade.TALK: gettext_noop("约谈"),
    Grade.NOTICE: gettext_noop("通报"),
    Grade.REFERRAL: gettext_noop("追究责任"),
    Grade.PRAISE: gettext_noop("通报表扬"),
    Grade.COMMENDATION: gettext_noop("表彰"),
    Grade.REWARD: gettext_noop("重奖"),
}
GRADE_LABELS = {grade: _(words) for grade, words in GRADE_WORDS.items()}
WHOM_LABELS = {
    Whom.HEAD: _("主要负责人"),
    Whom.RESPONSIBLE: _("直接责任人"),
    Whom.BOTH: _("主要负责人和直接责任人"),
}
GROUNDS = [(ground.value, label) for ground, label in GROUND_LABELS.items()]
GRADES = [(grade.value, label) for grade, label in GRADE_LABELS.items()]
STATES = [(state.value, _(label)) for state, label in LABELS.items()]


class Reckoning(models.Model):
    """That the grounds of a period were computed from the records. Computed again, it is the same row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    period = models.CharField(max_length=10, choices=PERIODS)
    first = models.DateField()
    last = models.DateField()  # included
    finished_at = models.DateTimeField(null=True)  # empty: a worker is at it, or was killed
    unit_count = models.PositiveIntegerField(default=0)
    made_count = models.PositiveIntegerField(default=0)  # proposals that were new

    class Meta:
        ordering = ["-last", "-first"]
        constraints = [models.UniqueConstraint(fields=["period", "first", "last"], name="reckoned_once")]


class Matter(models.Model):
    """奖惩事项: a ground that the records of a unit show, or that somebody names, and what was decided about it. How it
    came to where it stands is `MatterEvent`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=80, null=True, unique=True)  # unit, period and ground; None: made by hand
    is_praise = models.BooleanField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    ground = models.CharField(max_length=12, choices=GROUNDS)
    period = models.CharField(max_length=10, choices=PERIODS)
    first = models.DateField()
    last = models.DateField()  # included
    findings = models.JSONField(default=list)  # measure, line, count, of, records; empty: made by hand
    is_met = models.BooleanField(default=True)  # whether the records showed it when they were last looked at
    reason = models.CharField(max_length=1000, default="", blank=True)  # of one made by hand
    state = models.CharField(max_length=10, choices=STATES, default=MatterState.PROPOSED.value)
    proposed_grade = models.CharField(max_length=12, choices=GRADES)
    proposed_whom = models.CharField(max_length=12)  # `accountability.Whom`
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_by_name = models.CharField(max_length=60, default="", blank=True)  # empty: computed
    proposed_at = models.DateTimeField(default=now)
    grade = models.CharField(max_length=12, choices=GRADES, default="", blank=True)
    head = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    head_name = models.CharField(max_length=60, default="", blank=True)  # as it was in the period
    head_post = models.CharField(max_length=120, default="", blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    responsible_name = models.CharField(max_length=60, default="", blank=True)
    responsible_post = models.CharField(max_length=120, default="", blank=True)
    facts = models.CharField(max_length=2000, default="", blank=True)  # 认定的事实
    requirement = models.CharField(max_length=1000, default="", blank=True)
    term_on = models.DateField(null=True)  # 限期整改: last day; 约谈: the day of the talk
    word = models.CharField(max_length=20, default="", blank=True)  # before the number: 问责
    year = models.PositiveSmallIntegerField(null=True)
    serial = models.PositiveIntegerField(null=True)  # counts in the year, never given twice
    office_name = models.CharField(max_length=120, default="", blank=True)  # which decided
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_by_name = models.CharField(max_length=60, default="", blank=True)
    decided_at = models.DateTimeField(null=True)
    appeal_until = models.DateTimeField(null=True)  # first moment after the time for appeals
    expires_on = models.DateField(null=True)  # last day on which it counts
    merit = models.OneToOneField(Merit, on_delete=models.PROTECT, null=True, related_name="matter")
    done_at = models.DateTimeField(null=True)  # the term was met, the talk held, the reward handed over
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["is_praise", "year", "serial"], name="matter_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "dropped"]) | Q(serial__isnull=False, decided_at__isnull=False),
                name="decided_matter_has_number",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-id"], name="matter_unit"),
            models.Index(fields=["state", "-id"], name="matter_state"),
            models.Index(fields=["head"], name="matter_head", condition=Q(head__isnull=False)),
            models.Index(fields=["responsible"], name="matter_responsible", condition=Q(responsible__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.unit.name} {self.get_ground_display()}"

    @property
    def number(self) -> str:
        """创督问〔2026〕12号; empty before it is decided."""
        if self.serial is None:
            return ""
        facts = {"word": self.word, "year": self.year, "serial": self.serial}
        return gettext("%(word)s〔%(year)s〕%(serial)s号") % facts

    def has_expired(self, day: date) -> bool:
        """Whether its effect is over on a day."""
        return self.expires_on is not None and self.expires_on < day

    def is_in_force(self, day: date) -> bool:
        """Whether it was decided, stands and counts on a day."""
        return self.state == "decided" and not self.has_expired(day)

    def is_term_over(self, day: date) -> bool:
        """Whether what was to be done by a day before is not recorded as done."""
        return self.term_on is not None and self.done_at is None and self.term_on < day


class MatterEvent(AppendOnly):
    """One move of a matter: who, when, with which words. Appended, never edited."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="history")
    move = models.CharField(max_length=10, choices=[(move.code, _(move.label)) for move in MOVES.values()])
    from_state = models.CharField(max_length=10)
    to_state = models.CharField(max_length=10)
    text = models.CharField(max_length=2000, default="", blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=60)  # as it was then
    at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["MatterEvent"].as_manager()

    class Meta:
        ordering = ["at", "pk"]


class Appeal(AppendOnly):
    """申诉: the unit or a person named says that the decision is wrong. Each of them once."""

    class Side(models.TextChoices):
        UNIT = "unit", _("单位")
        HEAD = "head", _("主要负责人")
        RESPONSIBLE = "responsible", _("直接责任人")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="appeals")
    side = models.CharField(max_length=12, choices=Side.choices)
    text = models.CharField(max_length=2000)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    raised_by_name = models.CharField(max_length=60)
    raised_at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["Appeal"].as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["matter", "side"], name="appealed_once")]


class AppealFile(models.Model):
    """What came along with an appeal."""

    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["pk"]


class AppealDecision(AppendOnly):
    """What came of an appeal: decided by somebody else than who decided the matter."""

    appeal = models.OneToOneField(Appeal, on_delete=models.PROTECT, primary_key=True, related_name="decision")
    is_upheld = models.BooleanField()
    reason = models.CharField(max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["AppealDecision"].as_manager()
