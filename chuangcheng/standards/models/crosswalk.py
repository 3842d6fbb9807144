from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models.functions import Greatest, Least
from django.utils.translation import pgettext_lazy

from chuangcheng.core.times import now
from chuangcheng.standards.models.frameworks import Standard


class StandardLink(models.Model):
    """对照: what a standard has to do with one of another framework, as a person confirmed it. Ended, never deleted.

    Not transitive: A equal to B and B equal to C say nothing of A and C. Of a symmetric relation the older standard
    stands first.
    """

    class Relation(models.TextChoices):
        EQUAL = "equal", pgettext_lazy("crosswalk", "等同")  # each counts for the other
        COVERS = "covers", pgettext_lazy("crosswalk", "涵盖")  # what is found for the first counts for the second
        OVERLAPS = "overlaps", pgettext_lazy("crosswalk", "部分重合")  # counts nowhere; it is shown and offered

    class Origin(models.TextChoices):
        HAND = "hand", pgettext_lazy("crosswalk", "人工登记")
        SUGGESTION = "suggestion", pgettext_lazy("crosswalk", "采纳建议")
        IMPORT = "import", pgettext_lazy("crosswalk", "表格导入")
        EDITION = "edition", pgettext_lazy("crosswalk", "新版沿用")
        SAMPLE = "sample", pgettext_lazy("crosswalk", "示例数据")

    first = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="+")
    relation = models.CharField(max_length=8, choices=Relation.choices)
    share = models.DecimalField(max_digits=3, decimal_places=2, null=True)  # 0..1 of the two that is the same
    reason = models.CharField(max_length=300, default="", blank=True)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )  # None: the system
    confirmed_by_name = models.CharField(max_length=60)  # as it was then
    confirmed_at = models.DateTimeField(default=now)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    ended_by_name = models.CharField(max_length=60, default="", blank=True)
    ended_at = models.DateTimeField(null=True)  # from then on it counts nowhere
    end_reason = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Least("first", "second"),
                Greatest("first", "second"),
                condition=models.Q(ended_at__isnull=True),
                name="standards_linked_once",
            ),
            models.CheckConstraint(condition=~models.Q(first=models.F("second")), name="linked_with_another"),
            models.CheckConstraint(
                condition=models.Q(relation="overlaps", share__gt=0, share__lt=1)
                | (~models.Q(relation="overlaps") & models.Q(share__isnull=True)),
                name="share_of_an_overlap",
            ),
        ]

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Raises: a link is ended; it goes only with a standard of a draft."""
        raise TypeError(self._meta.label)


class RefusedPair(models.Model):
    """Two standards of which a person said that they are not to be linked, so that they are suggested no more."""

    first = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="+")  # the older one
    second = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=300, default="", blank=True)
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    refused_by_name = models.CharField(max_length=60)  # as it was then
    refused_at = models.DateTimeField(default=now)
    taken_up_by_name = models.CharField(max_length=60, default="", blank=True)
    taken_up_at = models.DateTimeField(null=True)  # from then on it may be suggested again

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"], condition=models.Q(taken_up_at__isnull=True), name="pair_refused_once"
            )
        ]
