from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.cases.access import CHANGE_CLASSES
from chuangcheng.cases.forms import DictionaryFilterForm, ProblemClassForm
from chuangcheng.cases.models import ProblemClass
from chuangcheng.cases.queries import dictionary, last_class_order, problem_class_for
from chuangcheng.cases.services import find_default_units, order_classes, save_problem_class
from chuangcheng.cases.wording import limit_told
from chuangcheng.cases.workbooks import dictionary_workbook
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, download, page
from chuangcheng.orgs.queries import unit_names

MOST_DIGITS = 10  # of an id


@require_safe
@page(CHANGE_CLASSES)
def class_list(request: HttpRequest) -> HttpResponse:
    """The problem dictionary, filtered by words and group."""
    form = DictionaryFilterForm(request.GET)
    rows = [(each, limit_told(each.limit_amount, each.limit_unit)) for each in _found(form)]
    context = {"form": form, "rows": rows, "is_filtered": form.has_chosen(), "query": request.GET.urlencode()}
    return render(request, "cases/classes.html", context)


@require_safe
@page(CHANGE_CLASSES)
def export_classes(request: HttpRequest) -> HttpResponseBase:
    """The shown classes as a workbook in the layout of the import."""
    content = dictionary_workbook(actor=actor_of(request), classes=_found(DictionaryFilterForm(request.GET)))
    return download(content, f"问题类别-{today()}.xlsx")


@require_POST
@page(CHANGE_CLASSES)
def put_in_order(request: HttpRequest) -> HttpResponse:
    """The classes in the order in which they were put."""
    order_classes(actor=actor_of(request), class_ids=sent_ids(request))
    messages.success(request, _("已保存顺序。"))
    return redirect("cases:classes")


@require_POST
@page(CHANGE_CLASSES)
def find_units(request: HttpRequest) -> HttpResponse:
    """Fills the usual units that are still empty, by the words in the names of units."""
    count = find_default_units(actor=actor_of(request))
    messages.success(request, _("已按单位名称为%(count)s个类别填写通常的牵头单位。") % {"count": count})
    return redirect("cases:classes")


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


def sent_ids(request: HttpRequest) -> list[int]:
    """The ids of rows in the order in which they were sent; what is none does not matter."""
    return [int(value) for value in request.POST.getlist("ids") if value.isdecimal() and len(value) <= MOST_DIGITS]


def _found(form: DictionaryFilterForm) -> list[ProblemClass]:
    asked = form.cleaned_data
    rows = dictionary(words=asked.get("q") or "", group=asked.get("group") or "")
    return list(rows.filter(is_active=True) if asked.get("active") else rows)


def _edited(request: HttpRequest, found: ProblemClass) -> HttpResponse:
    form = ProblemClassForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        saved = save_problem_class(
            actor=actor_of(request), problem_class=form.save(commit=False), lists=form.cleaned_data["lists"]
        )
        messages.success(request, _("已保存类别“%(name)s”，新的时限从下一次派遣起使用。") % {"name": saved.name})
        return redirect("cases:classes")
    status = 422 if request.method == "POST" else 200
    context = {
        "form": form,
        "problem_class": found,
        "cancel_url": reverse("cases:classes"),
        "units": list(unit_names([found.default_unit_id] if found.default_unit_id else []).items()),
    }
    return render(request, "cases/class_form.html", context, status=status)
