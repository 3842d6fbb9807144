from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    Base = models.JSONField[Any, Any]
else:
    Base = models.JSONField


class WeightsField(Base):
    """Name → weight in the order in which people wrote them; kept as pairs, because jsonb sorts an object's keys."""

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Plain JSON in the tables, so that migrations need nothing of ours."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def get_prep_value(self, value: Any) -> Any:
        """The pairs."""
        return [list(pair) for pair in value.items()] if isinstance(value, Mapping) else super().get_prep_value(value)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """The mapping again; `dict` reads the objects of earlier installations as well."""
        found = super().from_db_value(value, expression, connection)
        return dict(found) if isinstance(found, list | dict) else found
