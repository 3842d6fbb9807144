"""Settings for apps that send by Open311: their keys, and what they ask besides."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.web import actor_of, page
from chuangcheng.portal.access import MANAGE_APPS
from chuangcheng.portal.addresses import public_address
from chuangcheng.portal.forms import KeyForm, QuestionForm
from chuangcheng.portal.open311.keys import issue_key, question_with_id, remove_question, revoke_key, save_question
from chuangcheng.portal.open311.queries import all_questions, keys_issued


@require_safe
@page(MANAGE_APPS)
def keys(request: HttpRequest) -> HttpResponseBase:
    """The keys that were issued."""
    context = {
        "keys": keys_issued(),
        "address": public_address(request, reverse("portal:open311")),
        "tabs": _tabs("keys"),
    }
    return render(request, "portal/keys.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page(MANAGE_APPS)
def issue(request: HttpRequest) -> HttpResponseBase:
    """A key for another app; shown once."""
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        key_id, given = form.given()
        key = issue_key(actor=actor_of(request), key_id=key_id, given=given)
        address = public_address(request, reverse("portal:open311"))
        shown = render(request, "portal/key_issued.html", {"key": key, "given": given, "address": address})
        shown["Cache-Control"] = "no-store"
        return shown
    context = {"form": form, "cancel_url": reverse("portal:keys")}
    return render(request, "portal/key_form.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@page(MANAGE_APPS)
def revoke(request: HttpRequest, key_id: UUID) -> HttpResponseBase:
    """The key opens nothing any more."""
    found = revoke_key(actor=actor_of(request), key_id=key_id, reason=request.POST.get("reason", ""))
    messages.success(request, _("“%(name)s”的密钥已停用。") % {"name": found.name})
    return redirect("portal:keys")


@require_safe
@page(MANAGE_APPS)
def questions(request: HttpRequest) -> HttpResponseBase:
    """What apps ask besides, by class."""
    return render(request, "portal/questions.html", {"questions": all_questions(), "tabs": _tabs("questions")})


@require_http_methods(["GET", "HEAD", "POST"])
@page(MANAGE_APPS)
def add_question(request: HttpRequest) -> HttpResponseBase:
    """Another question."""
    return _question_form(request, QuestionForm(request.POST or None), None)


@require_http_methods(["GET", "HEAD", "POST"])
@page(MANAGE_APPS)
def change_question(request: HttpRequest, question_id: UUID) -> HttpResponseBase:
    """The same with other words, or gone."""
    question = question_with_id(question_id)
    return _question_form(request, QuestionForm(request.POST or None, question=question), question_id)


@require_POST
@page(MANAGE_APPS)
def drop_question(request: HttpRequest, question_id: UUID) -> HttpResponseBase:
    """Apps ask it no more."""
    remove_question(actor=actor_of(request), question_id=question_id)
    messages.success(request, _("问题已删除，应用不再询问。"))
    return redirect("portal:questions")


def _question_form(request: HttpRequest, form: QuestionForm, known_id: UUID | None) -> HttpResponseBase:
    if request.method == "POST" and form.is_valid():
        question_id, given = form.given()
        try:
            save_question(actor=actor_of(request), question_id=known_id or question_id, given=given)
        except InvalidInput as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("问题已保存。"))
            return redirect("portal:questions")
    context = {"form": form, "known_id": known_id, "cancel_url": reverse("portal:questions")}
    return render(request, "portal/question_form.html", context, status=422 if request.method == "POST" else 200)


def _tabs(active: str) -> list[dict[str, object]]:
    entries = (("keys", _("接口密钥")), ("questions", _("补充问题")))
    return [{"label": label, "url": reverse(f"portal:{name}"), "active": name == active} for name, label in entries]
