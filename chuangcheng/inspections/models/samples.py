from __future__ import annotations

from django.conf import settings
from django.db import models

from chuangcheng.core.ids import new_id
from chuangcheng.core.models.append_only import AppendOnly
from chuangcheng.core.times import now
from chuangcheng.inspections.models.rounds import Round


class SampleDraw(AppendOnly):
    """抽样: one draw of sites for a round, with all that is needed to repeat it; another one may replace it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="draws")
    terms = models.JSONField()  # `sample_terms.Terms`
    seed = models.CharField(max_length=64)
    frame = models.BinaryField()  # the sites that could be drawn, `services.samples.packed`
    frame_count = models.PositiveIntegerField()  # sites
    frame_digest = models.CharField(max_length=64)  # `sampling.digest_of`
    left_out = models.JSONField(default=dict)  # {"lately": sites, "open": sites} that the terms leave out
    strata = models.JSONField(default=list)  # [type, town, available, asked, drawn] for each
    site_ids = models.JSONField(default=list)  # in the order in which they were drawn
    replaces = models.OneToOneField("self", on_delete=models.CASCADE, null=True, related_name="replaced_by")
    reason = models.CharField(max_length=300, default="", blank=True)  # of drawing again
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    drawn_at = models.DateTimeField(default=now)
