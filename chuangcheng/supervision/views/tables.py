"""Dated settings that are tables: drawn as a form of rows, saved from a day on, with their history below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from chuangcheng.core.dated_settings import DatedSetting, history_of
from chuangcheng.core.errors import Refusal
from chuangcheng.core.lines import LinesRefused
from chuangcheng.core.shell import Text
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of
from chuangcheng.supervision.forms.escalations import FromDayForm

SHOWN = 20  # earlier tables; our choice


@dataclass(frozen=True)
class TablePage:
    """What one of these pages is of. Permission is asked by its view."""

    setting: DatedSetting[Any]
    forms: Any  # a set of forms, each with `row()`
    prefix: str
    needed: str  # the field without which a row was left empty
    change: Callable[..., object]  # actor, rows, day and reason
    told: Callable[[Any], str]  # a table on one line
    saved: Text
    here: str  # names of addresses
    back: str
    template: str

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The form; saved when it was sent and holds."""
        forms = self.forms(request.POST or None, initial=self.setting.on(today()), prefix=self.prefix)
        when = FromDayForm(request.POST or None)
        if request.method == "POST" and forms.is_valid() and when.is_valid() and self._saved(request, forms, when):
            messages.success(request, str(self.saved))
            return redirect(self.here)
        context = {
            "forms": forms,
            "form": when,
            "cancel_url": reverse(self.back),
            "history": [(row, self.told(row.value)) for row in history_of(self.setting.key)[:SHOWN]],
            "source": self.setting.source,
        }
        return render(request, self.template, context, status=422 if request.method == "POST" else 200)

    def _saved(self, request: HttpRequest, forms: Any, when: FromDayForm) -> bool:
        """True when it was saved; faults stand at their rows."""
        filled = [form for form in forms if form.cleaned_data.get(self.needed)]
        try:
            self.change(actor=actor_of(request), rows=[form.row() for form in filled], **when.cleaned_data)
        except LinesRefused as refused:
            for number, words in refused.problems.items():
                filled[number - 1].add_error(None, words)
        except Refusal as refusal:
            when.add_error(None, str(refusal))
        else:
            return True
        return False
