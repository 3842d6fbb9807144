from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.standards.drafts import plain
from chuangcheng.standards.models import SiteType
from chuangcheng.standards.services import SiteTypeFacts

HUNDRED = 100


class SiteTypeForm(forms.Form):
    """Name and parts of a site type."""

    name = forms.CharField(label=_("名称"), max_length=60)
    parts = forms.CharField(
        label=_("组成部分"),
        max_length=300,
        required=False,
        help_text=_("由几部分组成的点位才填写，例如乡镇：政府=20;街道=30;公厕=15;行政村=20;公路=15，合计100。"),
    )

    def clean_parts(self) -> tuple[tuple[str, Decimal], ...]:
        """Name and share (0..1) of each part."""
        pieces = [piece for piece in re.split(r"[;；、,，]", self.cleaned_data["parts"]) if piece.strip()]
        try:
            pairs = [re.split(r"[=＝:：]", piece, maxsplit=1) for piece in pieces]
            return tuple((name.strip(), Decimal(share.strip().rstrip("%")) / HUNDRED) for name, share in pairs)
        except (ValueError, InvalidOperation) as error:
            raise ValidationError(gettext("请写成“政府=20;街道=30”，合计100。")) from error

    def facts(self) -> SiteTypeFacts:
        """What was filled in."""
        return SiteTypeFacts(self.cleaned_data["name"], self.cleaned_data["parts"])


def initial_type(found: SiteType) -> dict[str, Any]:
    """What the form shows first."""
    parts = ";".join(f"{part['name']}={plain(Decimal(part['share']) * HUNDRED)}" for part in found.parts)
    return {"name": found.name, "parts": parts}
