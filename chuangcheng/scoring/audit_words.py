"""The audit trail of figures entered for the score in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.audit.words import Words

SCORE_WORDS = Words(
    actions={
        "scoring.record_fact": _("登记得分数据"),
        "scoring.record_linked_score": _("登记门槛体系的得分"),
    },
    records={"scoring.recordedfact": _("得分数据"), "scoring.linkedscore": _("门槛体系的得分")},
    details={"score": _("得分")},
)
