from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.orgs.models.units import Unit


class Role(models.Model):
    """A named set of permissions; data, not code. `excludes` keeps 系统, 安全 and 审计 administrators apart."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    permissions = models.JSONField(default=list)  # permission codes
    whole_place = models.BooleanField(default=False)  # the grant covers every unit, not only the post's own subtree
    excludes = models.JSONField(default=list)  # role codes that the same person must not hold
    needs_mfa = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language, as far as it is still the one that we gave."""
        return gettext(self.name)


class KnownPermission(models.Model):
    """A permission that has been offered to its default roles once; taking it away later is not undone."""

    code = models.CharField(max_length=80, primary_key=True)


class Post(models.Model):
    """A person's place in a unit from a day on; ended, never deleted, so that hand-over keeps its history."""

    class Duty(models.TextChoices):
        HEAD = "head", _("第一责任人")
        LEADER = "leader", _("分管领导")
        LIAISON = "liaison", _("联络员")
        GROUP_HEAD = "group_head", _("组长")
        GROUP_DEPUTY = "group_deputy", _("副组长")
        GROUP_MEMBER = "group_member", _("成员")
        STAFF = "staff", _("工作人员")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, null=True, blank=True, related_name="posts")
    duty = models.CharField(max_length=20, choices=Duty.choices, default=Duty.STAFF)
    title = models.CharField(max_length=60, default="", blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)  # last day
    end_reason = models.CharField(max_length=200, default="", blank=True)
    handed_over_to = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="taken_over_from")
    handover_note = models.CharField(max_length=1000, default="", blank=True)  # what the successor must know
    handover_read_at = models.DateTimeField(null=True)  # when the successor has seen the note

    class Meta:
        indexes = [models.Index(fields=["unit", "duty"], name="post_unit_duty")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=models.Q(duty="head", ends_on__isnull=True), name="one_open_head_of_a_unit"
            ),
        ]


class Delegation(models.Model):
    """One person acts for another for a time, with that person's posts."""

    absent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="delegations_given")
    acting = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="delegations_held")
    starts_on = models.DateField()
    ends_on = models.DateField()  # last day
    reason = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)  # called back early


class Secondment(models.Model):
    """A person lent by one unit to another (抽调)."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="secondments")
    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)  # last day
    reason = models.CharField(max_length=200, default="", blank=True)
    post = models.OneToOneField(Post, on_delete=models.SET_NULL, null=True, related_name="secondment")  # held meanwhile
