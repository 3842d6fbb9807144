"""What the pages share: a refusal shown in the form, and the head over the pages of an edition."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from chuangcheng.core.errors import Refusal, sentence_for_page
from chuangcheng.core.web import actor_of
from chuangcheng.standards.access import CHANGE
from chuangcheng.standards.models import Framework

T = TypeVar("T")
UNPROCESSABLE = 422
TONES = {Framework.State.DRAFT: "blue", Framework.State.IN_FORCE: "green", Framework.State.CLOSED: "muted"}


def attempt(form: forms.Form, act: Callable[[], T]) -> T | None:
    """What the deed gives; None when the rules refuse, whose reason then stands in the form."""
    try:
        return act()
    except Refusal as refusal:
        form.add_error(None, sentence_for_page(refusal))
        return None


def form_page(request: HttpRequest, template: str, form: forms.Form, **details: Any) -> HttpResponse:
    """The page with the form; status 422 when what was sent is wrong."""
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, template, {"form": form, **details}, status=status)


def is_sound(request: HttpRequest, form: forms.Form) -> bool:
    """Whether the form is; if not, says each of its errors above the page that it came from."""
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        messages.error(request, f"{label}：{errors[0]}" if label else str(errors[0]))
    return form.is_valid()


def head_of(request: HttpRequest, found: Framework, tab: str) -> dict[str, Any]:
    """What the head over the pages of an edition needs."""
    actor = actor_of(request)
    return {
        "framework": found,
        "tone": TONES[Framework.State(found.state)],
        "tab": tab,
        "may_change": actor.may(CHANGE),
        "is_draft": found.state == Framework.State.DRAFT,
        "is_in_force": found.state == Framework.State.IN_FORCE,
    }
