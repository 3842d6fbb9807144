"""What a new installation needs of this context: a first case."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.cases.access import IMPORT
from chuangcheng.cases.models import Case
from chuangcheng.cases.workflow import FILE_CASES
from chuangcheng.core.access import Actor
from chuangcheng.core.first_steps import FirstStep, import_acts
from chuangcheng.core.shell import QuickAct


def first_steps(actor: Actor) -> Sequence[FirstStep]:
    """The first case."""
    step = FirstStep(
        rank=80,
        title=_("第一件问题"),
        about=_("检查不合格的会自动带出；也可以直接上报，或导入以前的问题台账。"),
        may=actor.everywhere(FILE_CASES) and actor.everywhere(IMPORT),
        rows=Case.objects.all(),
        list_url=reverse("cases:list"),
        acts=[QuickAct(_("上报问题"), reverse("cases:new"), "plus"), *import_acts("cases")],
    )
    return [step]
