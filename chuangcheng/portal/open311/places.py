"""辖区: which place a request is meant for, and how far a public problem lies from a point."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from chuangcheng.portal.open311 import asking
from chuangcheng.portal.open311.asking import Circle
from chuangcheng.portal.open311.faults import Fault, NotThere
from chuangcheng.portal.policies import JURISDICTION_REQUIRED, JURISDICTIONS

EARTH = 6_371_000  # metres, mean radius
METRES_A_DEGREE = 111_195  # of latitude, on that sphere
STEP = 0.001  # degrees; more than the public grid moves a problem


def jurisdiction_of(given: Mapping[str, str], *, on: date) -> str:
    """The place that is asked for, "" for the only one. Raises a fault for an unknown or a missing one."""
    wanted = asking.text(given, "jurisdiction_id")
    known = [code for code in JURISDICTIONS.on(on).split(",") if code]
    if not known:
        return ""
    if not wanted:
        if JURISDICTION_REQUIRED.on(on) == "yes":
            raise Fault(_("请写明辖区代码（jurisdiction_id）。"))
        return known[0]
    if wanted not in known:
        raise NotThere(_("这里不服务辖区“%(code)s”，请核对jurisdiction_id。") % {"code": wanted})
    return wanted


def around(circle: Circle) -> Q:
    """Rows whose public position may lie in the circle; `is_within` says exactly."""
    tall = circle.radius / METRES_A_DEGREE + STEP
    wide = circle.radius / (METRES_A_DEGREE * max(math.cos(math.radians(circle.lat)), 0.01)) + STEP
    return Q(
        lat__gte=circle.lat - tall, lat__lte=circle.lat + tall, lon__gte=circle.lon - wide, lon__lte=circle.lon + wide
    )


def is_within(circle: Circle, lon: float, lat: float) -> bool:
    """Whether a position lies in the circle. Ask with the public one only: circles of the exact one would find it."""
    here, there = math.radians(circle.lat), math.radians(lat)
    half = math.sin((there - here) / 2) ** 2
    half += math.cos(here) * math.cos(there) * math.sin(math.radians(lon - circle.lon) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(min(half, 1))) <= circle.radius
