from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chuangcheng.cases.access import CHANGE_CLASSES
from chuangcheng.cases.forms import ProblemClassForm
from chuangcheng.cases.models import ProblemClass
from chuangcheng.cases.queries import last_class_order, problem_class_for
from chuangcheng.cases.services import save_problem_class
from chuangcheng.cases.wording import limit_told
from chuangcheng.core.web import actor_of, page


@require_safe
@page(CHANGE_CLASSES)
def class_list(request: HttpRequest) -> HttpResponse:
    """The problem classes with their limits."""
    rows = [(each, limit_told(each.limit_amount, each.limit_unit)) for each in ProblemClass.objects.all()]
    return render(request, "cases/classes.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@page(CHANGE_CLASSES)
def change_class(request: HttpRequest, class_id: int) -> HttpResponse:
    """One class, to be edited."""
    return _edited(request, problem_class_for(class_id))


@require_http_methods(["GET", "HEAD", "POST"])
@page(CHANGE_CLASSES)
def add_class(request: HttpRequest) -> HttpResponse:
    """A new class, at the end of the list."""
    return _edited(request, ProblemClass(order=last_class_order() + 10))


def _edited(request: HttpRequest, found: ProblemClass) -> HttpResponse:
    form = ProblemClassForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        saved = save_problem_class(actor=actor_of(request), problem_class=form.save(commit=False))
        messages.success(request, _("已保存类别“%(name)s”，新的时限从下一次派遣起使用。") % {"name": saved.name})
        return redirect("cases:classes")
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "problem_class": found, "cancel_url": reverse("cases:classes")}
    return render(request, "cases/class_form.html", context, status=status)
