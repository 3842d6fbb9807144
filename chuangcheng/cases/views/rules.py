from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.cases.access import CHANGE_RULES
from chuangcheng.cases.automatic import AUTO_DISPATCH
from chuangcheng.cases.forms import RuleForm, TrialForm
from chuangcheng.cases.models import Case, DispatchRule
from chuangcheng.cases.queries import book_with_drafts, every_rule, rule_book, rule_for, try_rules
from chuangcheng.cases.services import offer_usual_rules, order_rules, save_rule, switch_rule_off, switch_rule_on
from chuangcheng.cases.views.classes import sent_ids
from chuangcheng.cases.wording import limit_told
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.orgs.queries import unit_names

SOURCES = dict(Case.Source.choices)
MOST_SHOWN = 100  # differences of a trial


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A row of the page of rules."""

    rule: DispatchRule
    conditions: list[str]
    target: str
    term: str
    state: str  # on, off, draft
    number: int | None  # among the rules in force
    closed: list[str]  # names of the units that it names and that are no more


@require_safe
@page(CHANGE_RULES)
def rule_list(request: HttpRequest) -> HttpResponse:
    """The rules in order."""
    lines = _lines()
    context = {
        "lines": lines,
        "closed_count": sum(bool(line.closed) for line in lines),
        "trial_form": TrialForm(),
        "is_automatic": AUTO_DISPATCH.on(today()),
    }
    return render(request, "cases/rules.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page(CHANGE_RULES)
def change_rule(request: HttpRequest, rule_id: int) -> HttpResponse:
    """One rule, to be edited."""
    return _edited(request, rule_for(rule_id))


@require_http_methods(["GET", "HEAD", "POST"])
@page(CHANGE_RULES)
def add_rule(request: HttpRequest) -> HttpResponse:
    """A new rule at the end, not switched on."""
    return _edited(request, DispatchRule(order=DispatchRule.objects.count() * 10 + 10))


@require_POST
@page(CHANGE_RULES)
def put_in_order(request: HttpRequest) -> HttpResponse:
    """The rules in the order in which they were put."""
    order_rules(actor=actor_of(request), rule_ids=sent_ids(request))
    messages.success(request, _("已保存顺序。"))
    return redirect("cases:rules")


@require_POST
@page(CHANGE_RULES)
def switch(request: HttpRequest, rule_id: int, way: str) -> HttpResponse:
    """Switches a rule on or off from today."""
    deed = switch_rule_on if way == "on" else switch_rule_off
    rule = deed(actor=actor_of(request), rule_id=rule_id, on=today())
    told = _("已启用规则“%(name)s”。") if way == "on" else _("已停用规则“%(name)s”。")
    back = reverse("cases:switch_rule", args=[rule.pk, "off" if way == "on" else "on"])
    messages.success(request, told % {"name": rule.name}, extra_tags=f"undo:{back}")
    return redirect("cases:rules")


@require_POST
@page(CHANGE_RULES)
def offer(request: HttpRequest) -> HttpResponse:
    """Begins with the usual rules."""
    count = offer_usual_rules(actor=actor_of(request))
    messages.success(request, _("已加入%(count)s条常用规则，试用后再启用。") % {"count": count})
    return redirect("cases:rules")


@require_safe
@page(CHANGE_RULES)
def trial(request: HttpRequest) -> HttpResponse:
    """The rules tried on the last fixed cases."""
    form = TrialForm(request.GET if "n" in request.GET else {"n": 200, "rules": "all"})
    if not form.is_valid():
        return render(request, "cases/rule_trial.html", {"form": form}, status=422)
    asked = form.cleaned_data
    book = rule_book(day=today()) if asked["rules"] == "active" else book_with_drafts(day=today())
    found = try_rules(actor=actor_of(request), book=book, most=asked["n"])
    shown, more = found.differences[:MOST_SHOWN], max(0, len(found.differences) - MOST_SHOWN)
    context = {"form": form, "trial": found, "shown": shown, "more": more, "has_rules": not book.is_empty}
    return render(request, "cases/rule_trial.html", context)


def _lines() -> list[RuleLine]:
    number, lines, day = 0, [], today()
    for each in every_rule():
        is_on = each.is_active_on(day)
        number += is_on
        state = "on" if is_on else "draft" if each.starts_on is None else "off"
        target = each.unit.name if each.unit is not None else str(each.get_lead_display())
        term = limit_told(each.limit_amount, each.limit_unit) if each.limit_amount else ""
        closed = [unit.name for unit in (each.unit, each.area, *each.assisting.all()) if unit and unit.closed_on]
        lines.append(RuleLine(each, conditions_told(each), target, term, state, number if is_on else None, closed))
    return lines


def conditions_told(rule: DispatchRule) -> list[str]:
    """The conditions of a rule, one phrase each; empty when it takes everything."""
    shown: list[tuple[str, Any]] = [
        (_("类别"), rule.problem_class),
        (_("大类"), rule.group),
        (_("清单"), rule.problem_list),
        (_("点位类型"), rule.site_type and rule.site_type.name),
        (_("区域"), rule.area and rule.area.name),
        (_("来源"), SOURCES.get(rule.source)),
        (_("紧急程度"), rule.severity and rule.get_severity_display()),
        (_("字样"), rule.words),
    ]
    return [_("%(what)s：%(which)s") % {"what": what, "which": which} for what, which in shown if which]


def _edited(request: HttpRequest, found: DispatchRule) -> HttpResponse:
    form = RuleForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        assisting = form.cleaned_data["assisting"]
        saved = save_rule(actor=actor_of(request), rule=form.save(commit=False), assisting_ids=assisting)
        messages.success(request, _("已保存规则“%(name)s”，从下一次派遣起使用。") % {"name": saved.name})
        return redirect("cases:rules")
    context = {"form": form, "rule": found, "cancel_url": reverse("cases:rules"), **_units_of(form, found)}
    return render(request, "cases/rule_form.html", context, status=422 if request.method == "POST" else 200)


def _units_of(form: RuleForm, found: DispatchRule) -> dict[str, list[tuple[int, str]]]:
    """Ids and names of the units that the form shows as chosen."""
    kept = [unit.pk for unit in found.assisting.all()] if found.pk else []
    assisting = form.cleaned_data.get("assisting", kept) if form.is_bound else kept
    names = unit_names([pk for pk in (found.area_id, found.unit_id, *assisting) if pk is not None])
    return {
        "areas": [(pk, names[pk]) for pk in (found.area_id,) if pk in names],
        "units": [(pk, names[pk]) for pk in (found.unit_id,) if pk in names],
        "assisting_units": [(pk, names[pk]) for pk in assisting if pk in names],
    }
