from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from chuangcheng.core.dated_settings import DatedSetting, change_setting, history_of, settings_by_key
from chuangcheng.core.errors import InvalidInput, NotFound
from chuangcheng.core.models import SettingValue
from chuangcheng.core.setting_texts import text_of, value_from
from chuangcheng.core.shell import settings_pages
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.workbench.forms import SettingForm


@require_GET
@page()
def settings(request: HttpRequest) -> HttpResponse:
    """Settings pages of every context, and the dated settings that this person may change."""
    actor = actor_of(request)
    pages = [entry for make in settings_pages for entry in make(actor)]
    rows = [
        (setting, text_of(setting, setting.on(today())))
        for setting in settings_by_key().values()
        if actor.may(setting.permission)
    ]
    if not pages and not rows:
        raise NotFound(_("没有您可以修改的设置。"))
    return render(request, "workbench/settings.html", {"pages": pages, "rows": rows})


@page()
def setting(request: HttpRequest, key: str) -> HttpResponse:
    """One dated setting: its value, its history, and a new value from a day on."""
    actor = actor_of(request)
    found = settings_by_key().get(key)
    if found is None or not actor.may(found.permission):
        raise NotFound(_("没有找到这项设置，请从设置页面进入。"))
    form = SettingForm(
        request.POST or None, initial={"value": text_of(found, found.on(today())), "valid_from": today()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            value = value_from(found, form.cleaned_data["value"])
            change_setting(actor=actor, key=key, **{**form.cleaned_data, "value": value})
        except InvalidInput as refusal:
            form.add_error("value", str(refusal))
        else:
            messages.success(request, _("已保存，从所填日期起生效，以前的结果不变。"))
            return redirect("workbench:settings")
    context = {"setting": found, "form": form, "history": _history(found), "cancel_url": "/settings/"}
    return render(request, "workbench/setting.html", context, status=422 if form.is_bound else 200)


def _history(found: DatedSetting[Any]) -> list[tuple[SettingValue, str]]:
    """Every change with its value in words."""
    return [(row, text_of(found, row.value)) for row in history_of(found.key)]
