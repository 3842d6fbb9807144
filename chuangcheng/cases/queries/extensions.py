"""申请延期: what is asked for."""

from __future__ import annotations

from chuangcheng.cases.models import Case, Extension


def open_request(case: Case) -> Extension | None:
    """The request that the case waits with. One query while there is one, else none."""
    return case.extensions.order_by("-asked_at", "-pk").first() if case.extension_asked_at else None
