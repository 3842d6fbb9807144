from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chuangcheng.cases.access import CHANGE_CLASSES
from chuangcheng.cases.forms import ProblemListForm
from chuangcheng.cases.models import ProblemList
from chuangcheng.cases.queries import list_lines, problem_list_for, shown_count
from chuangcheng.cases.services import save_problem_list
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of, page


@require_safe
@page(CHANGE_CLASSES)
def problem_lists(request: HttpRequest) -> HttpResponse:
    """The named lists with their classes and the number of open problems."""
    lines = list_lines(actor=actor_of(request), now=now())
    rows = [(line, shown_count(line.open_count)) for line in lines]
    return render(request, "cases/problem_lists.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@page(CHANGE_CLASSES)
def change_problem_list(request: HttpRequest, list_id: int) -> HttpResponse:
    """One list, to be edited."""
    return _edited(request, problem_list_for(list_id))


@require_http_methods(["GET", "HEAD", "POST"])
@page(CHANGE_CLASSES)
def add_problem_list(request: HttpRequest) -> HttpResponse:
    """A new list, at the end."""
    return _edited(request, ProblemList(order=ProblemList.objects.count() * 10 + 10))


def _edited(request: HttpRequest, found: ProblemList) -> HttpResponse:
    form = ProblemListForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        class_ids = form.cleaned_data["class_ids"]
        saved = save_problem_list(actor=actor_of(request), problem_list=form.save(commit=False), class_ids=class_ids)
        messages.success(request, _("已保存清单“%(name)s”。") % {"name": saved.name})
        return redirect("cases:problem_lists")
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "problem_list": found, "cancel_url": reverse("cases:problem_lists")}
    return render(request, "cases/problem_list_form.html", context, status=status)
