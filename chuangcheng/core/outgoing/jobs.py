from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.jobs import every
from chuangcheng.core.outgoing.digests import gather
from chuangcheng.core.outgoing.queueing import open_channels
from chuangcheng.core.outgoing.sending import note_unclear
from chuangcheng.core.times import now

SECONDS = 20  # between two looks; our choice


@every(SECONDS, name="core.prepare_messages", label=_("汇总到时的外发消息"))
def prepare() -> None:
    """Makes digests that are due, and says of claims without a worker that nobody knows; a worker's lane sends."""
    note_unclear(now=now())
    if open_channels():
        gather(now=now())
