"""What the settings pages ask for: a value as people write it, never as the database keeps it."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.core.dated_settings import DatedSetting
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.inputs import DayInput

YES_OR_NO = {"true": gettext_lazy("是"), "false": gettext_lazy("否")}
BETWEEN = "-"  # the ends of a span, in a list of them: 09:00-12:00


class SettingForm(forms.Form):
    """A new value from a day on, with its reason."""

    valid_from = forms.DateField(label=gettext_lazy("从哪天起"), widget=DayInput())
    reason = forms.CharField(label=gettext_lazy("修改原因"), max_length=300)
    field_order = ("value", "valid_from", "reason")

    def __init__(self, *arguments: Any, setting: DatedSetting[Any], **details: Any) -> None:
        super().__init__(*arguments, **details)
        self.setting = setting
        self.fields["value"] = value_field(setting)
        self.order_fields(self.field_order)

    def clean_value(self) -> Any:
        """The value as the setting keeps it."""
        try:
            return _read(self.cleaned_data["value"], self.setting)
        except (ValueError, InvalidInput) as error:
            raise forms.ValidationError(_("看不懂这个值，请按原来的写法填写。")) from error


def value_field(setting: DatedSetting[Any]) -> forms.Field:
    """The field that suits the setting: choices, yes or no, a number, or lines of text."""
    label = gettext_lazy("值")
    if isinstance(setting.default, bool):
        return forms.ChoiceField(label=label, choices=list(YES_OR_NO.items()), widget=forms.RadioSelect)
    if setting.choices and isinstance(setting.default, list):
        return forms.MultipleChoiceField(
            label=label, choices=list(setting.choices.items()), widget=forms.CheckboxSelectMultiple, required=False
        )
    if setting.choices:
        return forms.ChoiceField(label=label, choices=list(setting.choices.items()), widget=forms.RadioSelect)
    if isinstance(setting.default, list | tuple):
        help_text = gettext_lazy("每行写一项。")
        return forms.CharField(
            label=label, widget=forms.Textarea(attrs={"rows": 5}), max_length=20_000, help_text=help_text
        )
    if isinstance(setting.default, str | int | float):
        return forms.CharField(label=label, max_length=200, required=setting.default != "")
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 5}), max_length=20_000)


def filled_in(value: Any, setting: DatedSetting[Any]) -> Any:
    """A value as its field holds it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple) and not setting.choices:
        return "\n".join(_line(each) for each in value)
    if isinstance(value, str | list | tuple):
        return value
    return json.dumps(value, ensure_ascii=False, default=str)


def told(value: Any, setting: DatedSetting[Any]) -> str:
    """A value as people read it, on one line."""
    if isinstance(value, bool):
        return str(YES_OR_NO["true" if value else "false"])
    if isinstance(value, list | tuple):
        return "、".join(str(setting.choices.get(_line(each), _line(each))) for each in value) or _("没有")
    if isinstance(value, str):
        return str(setting.choices.get(value, value)) or _("没有")
    return json.dumps(value, ensure_ascii=False, default=str)


def _line(each: Any) -> str:
    return BETWEEN.join(str(end) for end in each) if isinstance(each, list | tuple) else str(each)


def _read(written: Any, setting: DatedSetting[Any]) -> Any:
    default = setting.default
    if isinstance(default, bool):
        return written == "true"
    if setting.choices or isinstance(default, str):
        return written
    if isinstance(default, list | tuple):
        lines = [line.strip() for line in written.splitlines() if line.strip()]
        spans = bool(default) and isinstance(default[0], list | tuple)
        return (
            [[end.strip() for end in line.replace("—", BETWEEN).split(BETWEEN)] for line in lines] if spans else lines
        )
    return json.loads(written)
