"""The pages of one edition: its tree, negative list, gaps, and what changed since the edition before."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.standards import queries
from chuangcheng.standards.access import ASSIGN, VIEW, framework_for
from chuangcheng.standards.forms.frameworks import EditionForm, TreeFilterForm
from chuangcheng.standards.slots import more_gaps
from chuangcheng.standards.views.common import head_of


@require_GET
@page(VIEW)
def framework(request: HttpRequest, framework_id: int) -> HttpResponse:
    """The tree of one edition with the duties of today; what is searched for stands in the address."""
    actor = actor_of(request)
    found = framework_for(actor, framework_id)
    form = TreeFilterForm(request.GET, methods=queries.methods_of(found))
    chosen = form.chosen()
    items = queries.framework_tree(framework=found, day=today(), chosen=chosen)
    context = {
        **head_of(request, found, "tree"),
        "items": items,
        "figures": queries.framework_figures(items),
        "form": form,
        "is_filtered": not chosen.is_empty,
        "may_assign": actor.may(ASSIGN),
        "edition_form": EditionForm(),
    }
    return render(request, "standards/framework.html", context)


@require_GET
@page(VIEW)
def negative_list(request: HttpRequest, framework_id: int) -> HttpResponse:
    """The negative list of one edition by domain."""
    found = framework_for(actor_of(request), framework_id)
    domains = queries.negative_domains(found)
    context = {
        **head_of(request, found, "negative"),
        "domains": domains,
        "count": sum(len(rows) for _n, rows in domains),
    }
    return render(request, "standards/negative.html", context)


@require_GET
@page(VIEW)
def framework_gaps(request: HttpRequest, framework_id: int) -> HttpResponse:
    """What nobody answers for, here and in other contexts, and what cannot be scored."""
    actor = actor_of(request)
    found = framework_for(actor, framework_id)
    context = {
        **head_of(request, found, "gaps"),
        "gaps": queries.gaps(framework=found, day=today()),
        "more_gaps": [gap for gap_of in more_gaps if (gap := gap_of(actor)) is not None],
        "may_assign": actor.may(ASSIGN),
    }
    return render(request, "standards/gaps.html", context)


@require_GET
@page(VIEW)
def framework_changes(request: HttpRequest, framework_id: int) -> HttpResponse:
    """What changed against the edition that this one was carried over from."""
    found = framework_for(actor_of(request), framework_id)
    old = found.carried_over_from
    changes = queries.changes_between(old, found) if old else []
    context = {**head_of(request, found, "changes"), "old": old, "changes": changes}
    return render(request, "standards/changes.html", context)
