from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.web import actor_of, page
from chuangcheng.evidence.access import PACK, require_whole
from chuangcheng.evidence.packing import Shape, start_packing
from chuangcheng.evidence.queries import package_of
from chuangcheng.evidence.views.matrix import chosen_of
from chuangcheng.evidence.wording import size_words


@require_http_methods(["GET", "HEAD", "POST"])
@page(PACK)
def package(request: HttpRequest) -> HttpResponse:
    """What a submission package would hold, and its making by a job."""
    actor = actor_of(request)
    require_whole(actor, PACK)
    chosen, problem = chosen_of(request, actor), ""
    if chosen is None:
        return render(request, "evidence/package.html", {"chosen": None})
    if request.method == "POST":
        try:
            shape: Shape = "pdf" if request.POST.get("shape") == "pdf" else "zip"
            made = start_packing(actor=actor, framework_id=chosen.framework.pk, item_id=chosen.item_id, shape=shape)
        except InvalidInput as refusal:
            problem = str(refusal)
        else:
            return redirect("core:job", made.pk)
    found = package_of(actor=actor, framework_id=chosen.framework.pk, item_id=chosen.item_id)
    context = {"chosen": chosen, "found": found, "size": size_words(found.size), "problem": problem}
    return render(request, "evidence/package.html", context, status=422 if problem else 200)
