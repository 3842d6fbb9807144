"""What a new installation needs of this context: the sites that will be looked at."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.first_steps import FirstStep, import_acts
from chuangcheng.core.shell import QuickAct
from chuangcheng.sites.access import CHANGE
from chuangcheng.sites.models import Site


def first_steps(actor: Actor) -> Sequence[FirstStep]:
    """The register of sites."""
    step = FirstStep(
        rank=50,
        title=_("点位"),
        about=_("要检查的社区、市场、公厕、主次干道等，连同类型、地址和责任单位；由创城办导入台账。"),
        may=actor.everywhere(CHANGE),
        rows=Site.objects.all(),
        list_url=reverse("sites:list"),
        acts=[*import_acts("sites"), QuickAct(_("逐个新建"), reverse("sites:new_site"), "plus")],
    )
    return [step]
