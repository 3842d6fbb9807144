from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from chuangcheng.core.dated_settings import change_setting, history_of
from chuangcheng.core.errors import InvalidInput, NotFound
from chuangcheng.core.shell import settings_pages
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.workbench.forms import SettingForm, filled_in, told
from chuangcheng.workbench.queries import changeable_setting, changeable_settings


@require_GET
@page()
def settings(request: HttpRequest) -> HttpResponse:
    """Settings pages of every context, and the dated settings that this person may change."""
    actor = actor_of(request)
    pages = [entry for make in settings_pages for entry in make(actor)]
    shown = [setting for setting in changeable_settings(actor) if not setting.own_page]
    rows = [(setting, told(setting.on(today()), setting)) for setting in shown]
    if not pages and not rows:
        raise NotFound(_("没有您可以修改的设置。"))
    return render(request, "workbench/settings.html", {"pages": pages, "rows": rows})


@page()
def setting(request: HttpRequest, key: str) -> HttpResponse:
    """One dated setting: its value, its history, and a new value from a day on."""
    actor = actor_of(request)
    found = changeable_setting(actor, key)
    if found.own_page:
        return redirect(found.own_page)
    initial = {"value": filled_in(found.on(today()), found), "valid_from": today()}
    form = SettingForm(request.POST or None, initial=initial, setting=found)
    if request.method == "POST" and form.is_valid():
        try:
            change_setting(actor=actor, key=key, **form.cleaned_data)
        except InvalidInput as refusal:
            form.add_error("value", str(refusal))
        else:
            messages.success(request, _("已保存，从所填日期起生效，以前的结果不变。"))
            return redirect("workbench:settings")
    context = {
        "setting": found,
        "form": form,
        "now_told": told(found.on(today()), found),
        "history": [(row, told(row.value, found)) for row in history_of(key)],
        "cancel_url": reverse("workbench:settings"),
    }
    return render(request, "workbench/setting.html", context, status=422 if form.is_bound else 200)
