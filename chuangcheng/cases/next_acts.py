"""What is done next with a case in each state: the act as a verb, and the move whose form it opens."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases.models import Case
from chuangcheng.cases.workflow import State

ACTS = {
    State.REPORTED: (_("去立案"), "file"),
    State.FILED: (_("去派遣"), "dispatch"),
    State.FIXING: (_("去反馈"), "feed_back"),
    State.FED_BACK: (_("去核查"), "close"),
}


def act_page(case: Case) -> str:
    """The address of the form of the next act; of the case where a state has none."""
    _act, move = ACTS.get(State(case.state), ("", ""))
    return reverse("cases:move", args=[case.pk, move]) if move else reverse("cases:case", args=[case.pk])
