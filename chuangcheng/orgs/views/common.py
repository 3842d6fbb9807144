"""What the pages share: a refusal shown in the form, a page of a list that is not counted, one-time passwords."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from chuangcheng.core.errors import Refusal, sentence_for_page
from chuangcheng.orgs.services import NewAccount

T = TypeVar("T")

PAGE_ROWS = 50  # our choice
UNPROCESSABLE = 422


@dataclass(frozen=True)
class ListPage(Generic[T]):
    """One page of a list whose length nobody counts; has what the `pagination` tag asks for."""

    rows: Sequence[T]
    number: int
    has_more: bool

    def has_previous(self) -> bool:
        """True from the second page on."""
        return self.number > 1

    def has_next(self) -> bool:
        """True when there are rows after these."""
        return self.has_more

    def previous_page_number(self) -> int:
        """The page before."""
        return self.number - 1

    def next_page_number(self) -> int:
        """The page after."""
        return self.number + 1


def asked_id(request: HttpRequest, name: str) -> int | None:
    """The id that the address names (`?unit=7`), or None."""
    value = request.GET.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 19 else None  # noqa: PLR2004 - figures of a 64-bit key


def list_page(rows: QuerySet[Any], request: HttpRequest) -> ListPage[Any]:
    """The page that the address asks for (`page`); anything else than a number is the first."""
    asked = request.GET.get("page", "1")
    number = max(1, int(asked)) if asked.isdecimal() and len(asked) < 6 else 1  # noqa: PLR2004 - figures of a page number
    start = (number - 1) * PAGE_ROWS
    found = list(rows[start : start + PAGE_ROWS + 1])
    return ListPage(found[:PAGE_ROWS], number, len(found) > PAGE_ROWS)


def attempt(form: forms.Form, act: Callable[[dict[str, Any]], T]) -> T | None:
    """What the deed makes of what was filled in; None when nothing was, when it is wrong, or when the rules refuse.

    The reason then stands in the form; what is absent or not theirs goes on as it is.
    """
    if not form.is_valid():
        return None
    try:
        return act(form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, sentence_for_page(refusal))
        return None


def form_page(request: HttpRequest, template: str, form: forms.Form, **details: Any) -> HttpResponse:
    """The page with the form; status 422 when what was sent is wrong."""
    status = UNPROCESSABLE if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **details}, status=status)


def password_page(request: HttpRequest, account: NewAccount) -> HttpResponse:
    """The first password, shown this once and kept by no browser."""
    response = render(request, "orgs/first_password.html", {"account": account})
    response["Cache-Control"] = "no-store"
    return response
