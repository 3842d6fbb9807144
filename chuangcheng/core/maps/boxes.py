"""The part of a map that is shown, read from the address."""

from __future__ import annotations

import math
from dataclasses import dataclass

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _

from chuangcheng.core.errors import InvalidInput

MOST_ZOOM = 24


@dataclass(frozen=True)
class Box:
    """A part of the map, degrees WGS-84."""

    west: float
    south: float
    east: float
    north: float

    def condition(self) -> Q:
        """Rows with `lon` and `lat` that lie inside."""
        return Q(lon__gte=self.west, lon__lte=self.east, lat__gte=self.south, lat__lte=self.north)


class BoxForm(forms.Form):
    """Part and zoom of the map: `bbox=west,south,east,north&zoom=12`."""

    bbox = forms.CharField(max_length=120)
    zoom = forms.IntegerField(min_value=0, max_value=MOST_ZOOM)

    def box(self) -> tuple[Box, int]:
        """Box in degrees WGS-84, and zoom. Raises InvalidInput."""
        refusal = InvalidInput(_("地图范围无法识别，请刷新页面。"))
        if not self.is_valid():
            raise refusal
        try:
            west, south, east, north = (float(part) for part in self.cleaned_data["bbox"].split(","))
        except ValueError as error:
            raise refusal from error
        if not all(map(math.isfinite, (west, south, east, north))) or west >= east or south >= north:
            raise refusal
        return Box(west, south, east, north), self.cleaned_data["zoom"]
