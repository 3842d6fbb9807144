from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.core.errors import InvalidInput, NotFound, Refusal, sentence_for_page
from chuangcheng.core.ids import new_id
from chuangcheng.core.keyset import keyset_page
from chuangcheng.core.models import MessageChannel, Notice, OutgoingMessage
from chuangcheng.core.notices import open_notice
from chuangcheng.core.outgoing.addresses import audience_choices, contacts_of
from chuangcheng.core.outgoing.channels import FIELDS, channel_for, channels, keep_channel, switch_channel, try_channel
from chuangcheng.core.outgoing.choices import choices_of, keep_choices
from chuangcheng.core.outgoing.forms import ChannelForm, ChoicesForm, MessageFilterForm
from chuangcheng.core.outgoing.letters import number_of, shown_error, shown_title
from chuangcheng.core.outgoing.papers import messages_workbook
from chuangcheng.core.outgoing.policies import CHANGE_CHANNELS, PUBLIC_ADDRESS, RESEND_MESSAGES, VIEW_MESSAGES
from chuangcheng.core.outgoing.queueing import TEST
from chuangcheng.core.outgoing.records import MAY_GO_AGAIN, TONES, counts_for, messages_for, send_again
from chuangcheng.core.phones import mask_phone
from chuangcheng.core.times import now, today
from chuangcheng.core.web import actor_of, download, page

State = OutgoingMessage.State
MOST_CODE = 12  # letters of a short link


@require_safe
@page(CHANGE_CHANNELS)
def channel_list(request: HttpRequest) -> HttpResponse:
    """All channels: on or off, why, and a way to try each."""
    audiences = {"": _("所有人"), **dict(audience_choices())}
    rows = [
        {
            "channel": row,
            "audience": audiences.get(row.audience, "—") if row.is_group else "",
            "trial_id": new_id(),
            "dialog": f"off-{row.pk}",
        }
        for row in channels()
    ]
    context = {
        "rows": rows,
        "kinds": MessageChannel.Kind.choices,
        "public_address": PUBLIC_ADDRESS.on(today()),
        "may_view": actor_of(request).may(VIEW_MESSAGES),
    }
    return render(request, "core/outgoing/channels.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page(CHANGE_CHANNELS)
def add_channel(request: HttpRequest, kind: str) -> HttpResponse:
    """A new channel of a kind; it is off until somebody switches it on."""
    if kind not in FIELDS:
        raise NotFound(_("没有这种渠道，请从列表进入。"))
    return _channel_page(request, ChannelForm(request.POST or None, kind=kind), None)


@require_http_methods(["GET", "HEAD", "POST"])
@page(CHANGE_CHANNELS)
def change_channel(request: HttpRequest, channel_id: UUID) -> HttpResponse:
    """Another setting of a channel."""
    found = channel_for(actor_of(request), channel_id)
    return _channel_page(request, ChannelForm(request.POST or None, kind=found.kind, channel=found), found)


@require_POST
@page(CHANGE_CHANNELS)
def switch(request: HttpRequest, channel_id: UUID) -> HttpResponse:
    """On, or off with a reason."""
    is_on = request.POST.get("on") == "1"
    row = switch_channel(
        actor=actor_of(request), channel_id=channel_id, is_on=is_on, reason=request.POST.get("reason", "")
    )
    said = _("已启用“%(name)s”。") if is_on else _("已停用“%(name)s”，等着发的不再发。")
    messages.success(request, said % {"name": row.name})
    return redirect("core:channels")


@require_POST
@page(CHANGE_CHANNELS)
def try_out(request: HttpRequest, channel_id: UUID) -> HttpResponse:
    """Asks for a message by the channel; a worker sends it."""
    try:
        trial_id = UUID(request.POST.get("trial_id", ""))
    except ValueError as error:
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。")) from error
    try:
        try_channel(actor=actor_of(request), channel_id=channel_id, trial_id=trial_id)
    except Refusal as refusal:
        messages.error(request, sentence_for_page(refusal))
        return redirect("core:channels")
    messages.success(request, _("已排队，几秒后在这里看结果。"))
    return redirect(f"{reverse('core:messages')}?channel={channel_id}")


@require_safe
@page(VIEW_MESSAGES)
def message_list(request: HttpRequest) -> HttpResponse:
    """发送情况: every message with its state, and why it did not go."""
    actor = actor_of(request)
    form = MessageFilterForm(request.GET)
    wanted = form.wanted()
    found = keyset_page(messages_for(actor, wanted), parameters=request.GET)
    counts = counts_for(actor, wanted)
    context = {
        "form": form,
        "page": found,
        "rows": [_row(row) for row in found.rows],
        "counts": [(State(state).label, TONES[State(state)], count) for state, count in counts.items() if count],
        "export_url": f"{reverse('core:messages_workbook')}?{request.GET.urlencode()}" if found.rows else "",
        "may_resend": actor.may(RESEND_MESSAGES),
        "may_change": actor.may(CHANGE_CHANNELS),
        "has_channels": bool(form.fields["channel"].choices[1:]),  # type: ignore[attr-defined] # a ChoiceField
    }
    return render(request, "core/outgoing/messages.html", context)


@require_safe
@page(VIEW_MESSAGES)
def message_workbook(request: HttpRequest) -> FileResponse:
    """The list as it is filtered, as Excel."""
    name, content = messages_workbook(actor=actor_of(request), wanted=MessageFilterForm(request.GET).wanted())
    return download(content, name)


@require_POST
@page(RESEND_MESSAGES)
def again(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Sends a message once more, with a reason."""
    try:
        send_again(actor=actor_of(request), message_id=message_id, reason=request.POST.get("reason", ""))
    except Refusal as refusal:
        messages.error(request, sentence_for_page(refusal))
    else:
        messages.success(request, _("已重新排队，几秒后发出。"))
    return redirect("core:messages")


@require_http_methods(["GET", "HEAD", "POST"])
@page()
def choices(request: HttpRequest) -> HttpResponse:
    """消息设置: what one hears of by mail and SMS."""
    actor = actor_of(request)
    form = ChoicesForm(request.POST or None, chosen=choices_of(actor))
    if request.method == "POST" and form.is_valid():
        keep_choices(actor=actor, chosen=form.cleaned_data)
        messages.success(request, _("已保存，从下一条消息起照此发送。"))
        return redirect("core:message_choices")
    me = actor.person_id or 0
    contact = contacts_of([me]).get(me)
    context = {
        "form": form,
        "mobile": mask_phone(contact.mobile) if contact else "",
        "email": contact.email if contact else "",
        "kinds": sorted({str(each.get_kind_display()) for each in channels() if each.is_on and not each.is_group}),
    }
    return render(request, "core/outgoing/choices.html", context, status=422 if form.is_bound else 200)


@require_safe
@page()
def short(request: HttpRequest, code: str) -> HttpResponse:
    """The short link in a message: to the page that the line leads to, or to the inbox."""
    actor = actor_of(request)
    try:
        number = number_of(code) if len(code) <= MOST_CODE else 0
    except ValueError:
        number = 0
    if not number:
        return redirect(f"{reverse('core:notices')}?unread=1")
    mine: Notice = open_notice(actor=actor, notice_id=number, now=now())
    is_own = mine.link.startswith("/") and not mine.link.startswith("//")
    return redirect(mine.link if is_own else reverse("core:notices"))


def _channel_page(request: HttpRequest, form: ChannelForm, found: MessageChannel | None) -> HttpResponse:
    if form.is_bound and form.is_valid() and _kept(request, form, found):
        messages.success(request, _("已保存。先试发一条，看到了再启用。"))
        return redirect("core:channels")
    context: dict[str, Any] = {
        "form": form,
        "channel": found,
        "kind_word": MessageChannel.Kind(form.kind).label,
        "cancel_url": reverse("core:channels"),
    }
    return render(request, "core/outgoing/channel.html", context, status=422 if form.is_bound else 200)


def _kept(request: HttpRequest, form: ChannelForm, found: MessageChannel | None) -> bool:
    data = form.cleaned_data
    try:
        keep_channel(
            actor=actor_of(request),
            channel_id=found.pk if found is not None else data["channel_id"],
            kind=form.kind,
            name=data["name"],
            carries=data["carries"],
            audience=data.get("audience", ""),
            fields=form.given(),
        )
    except Refusal as refusal:
        form.add_error(None, sentence_for_page(refusal))
        return False
    return True


def _row(row: OutgoingMessage) -> dict[str, object]:
    state = State(row.state)
    return {
        "message": row,
        "dialog": f"again-{row.pk}",
        "title": shown_title(row),
        "error": shown_error(row),
        "tone": TONES[state],
        "who": str(row.recipient) if row.recipient is not None else _("群"),
        "may_go_again": state in MAY_GO_AGAIN and row.group != TEST,
        "is_unsure": state == State.UNCLEAR,
    }
