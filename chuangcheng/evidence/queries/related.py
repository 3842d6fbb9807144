"""Standards whose material may serve for another one."""

from __future__ import annotations

from chuangcheng.standards.models import Standard

MOST_RELATED = 20  # of one standard; our choice


def related_standards(standard: Standard) -> list[int]:
    """Ids of the standards of the same code in other editions of the framework, the newest edition first. One query."""
    rows = Standard.objects.filter(code=standard.code, framework__code=standard.framework.code).exclude(pk=standard.pk)
    return list(rows.order_by("-framework").values_list("pk", flat=True)[:MOST_RELATED])
