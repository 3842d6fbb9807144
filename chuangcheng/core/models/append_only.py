from __future__ import annotations

from typing import Any, NoReturn, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


class AppendOnlyViolated(Exception):
    """Code tried to change or remove a row of a table that only grows."""


class AppendOnlyQuerySet(models.QuerySet[M]):
    """Rows that are added and read, nothing else."""

    def update(self, **_fields: Any) -> NoReturn:
        raise AppendOnlyViolated(self.model._meta.label)

    def delete(self) -> NoReturn:
        raise AppendOnlyViolated(self.model._meta.label)

    def bulk_update(self, *_rows: Any, **_fields: Any) -> NoReturn:
        raise AppendOnlyViolated(self.model._meta.label)


class AppendOnly(models.Model):
    """A row that is never changed or removed once it is written."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyViolated(self._meta.label)
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise AppendOnlyViolated(self._meta.label)
