from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.imports.kinds import kinds_for
from chuangcheng.core.shell import NavEntry


def entries(actor: Actor) -> Sequence[NavEntry]:
    """The imports, for whoever may bring anything in."""
    return [NavEntry("system", _("数据导入"), reverse("imports:list"), "file-spreadsheet")] if kinds_for(actor) else []
