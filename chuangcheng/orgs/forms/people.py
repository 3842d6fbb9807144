"""Forms of people: the filter of the list, the person, posts, hand-over, acting for another, secondment."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.times import today
from chuangcheng.orgs.forms.pick import ActorForm, DateField, PersonField, UnitField
from chuangcheng.orgs.models import Post, Role
from chuangcheng.orgs.queries import PeopleFilter
from chuangcheng.orgs.services import PersonFacts, PostFacts

VIEWS = ("", "no_post", "seconded", "no_password", "locked", "inactive")


class PeopleFilterForm(forms.Form):
    """What the list shows; everything stands in the address."""

    q = forms.CharField(label=_("姓名、登录名、完整电话"), required=False, max_length=60)
    role = forms.ModelChoiceField(
        label=_("角色"), required=False, queryset=Role.objects.order_by("pk"), empty_label=_("全部角色")
    )
    duty = forms.ChoiceField(label=_("职责"), required=False, choices=[("", _("全部职责")), *Post.Duty.choices])
    unit = forms.IntegerField(required=False, widget=forms.HiddenInput)
    view = forms.CharField(required=False, widget=forms.HiddenInput)

    def chosen(self) -> PeopleFilter:
        """The filter; what cannot be understood counts as not said."""
        self.is_valid()
        said = self.cleaned_data
        view = said.get("view", "")
        return PeopleFilter(
            words=said.get("q", ""),
            unit_id=said.get("unit"),
            role_id=said["role"].pk if said.get("role") else None,
            duty=said.get("duty", ""),
            view=view if view in VIEWS else "",
        )


class PersonForm(ActorForm):
    """The facts of a person."""

    name = forms.CharField(label=_("姓名"), max_length=60)
    username = forms.CharField(
        label=_("登录名"), max_length=60, help_text=_("可用工号、拼音或手机号；不区分大小写，不能与他人相同。")
    )
    phone = forms.CharField(
        label=_("电话"), max_length=40, required=False, help_text=_("加密保存，列表中只显示前三位和后四位。")
    )
    email = forms.CharField(label=_("电子邮箱"), max_length=254, required=False)

    def facts(self) -> PersonFacts:
        """What was filled in."""
        said = self.cleaned_data
        return PersonFacts(username=said["username"], name=said["name"], phone=said["phone"], email=said["email"])


class ChangedPersonForm(PersonForm):
    """The facts of a person already entered. The phone is not shown here; what is not typed stays."""

    forget_phone = forms.BooleanField(label=_("去掉原来的电话"), required=False)
    field_order = ("name", "username", "phone", "forget_phone", "email")

    def __init__(self, *args: Any, masked_phone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].help_text = _("现为%(phone)s，不改则留空。") % {"phone": masked_phone or _("空")}

    def facts(self) -> PersonFacts:
        """What was filled in."""
        said = self.cleaned_data
        phone = said["phone"] or ("" if said["forget_phone"] else None)
        return PersonFacts(username=said["username"], name=said["name"], phone=phone, email=said["email"])


class PostFields(ActorForm):
    """The facts of a post."""

    unit = UnitField(label=_("单位"), help_text=_("输入名称的几个字，从提示中选择。"))
    duty = forms.ChoiceField(label=_("职责"), choices=Post.Duty.choices, initial=Post.Duty.STAFF)
    title = forms.CharField(label=_("职务"), max_length=60, required=False)
    role = forms.ModelChoiceField(
        label=_("角色"),
        required=False,
        queryset=Role.objects.order_by("pk"),
        empty_label=_("不授予角色"),
        help_text=_("决定能看什么、办什么；只管所在单位及其下级，管全区的角色除外。"),
    )
    starts_on = DateField(label=_("开始日期"), initial=today)
    ends_on = DateField(label=_("最后一天"), required=False, help_text=_("长期任职不填。"))

    def post_facts(self) -> PostFacts:
        """What was filled in."""
        said = self.cleaned_data
        return PostFacts(
            starts_on=said["starts_on"],
            ends_on=said["ends_on"],
            duty=said["duty"],
            role_id=said["role"].pk if said["role"] else None,
            title=said["title"],
        )


class NewPersonForm(PersonForm, PostFields):
    """A person and the first post."""

    field_order = ("name", "username", "phone", "email", "unit", "duty", "title", "role", "starts_on", "ends_on")

    def __init__(self, *args: Any, must_have_unit: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].required = must_have_unit


class PostForm(PostFields):
    """A post for a person."""

    person = PersonField(label=_("人员"), help_text=_("输入姓名或登录名，从提示中选择。"))
    field_order = ("person", "unit", "duty", "title", "role", "starts_on", "ends_on")


class EndPostForm(forms.Form):
    """The last day, and why."""

    last_day = DateField(initial=today)
    reason = forms.CharField(max_length=200)


class HandOverForm(ActorForm):
    """Who comes next, from which day, and what they must know."""

    successor = PersonField(label=_("接任人"), help_text=_("输入姓名或登录名，从提示中选择。"))
    on = DateField(label=_("自哪天起"), initial=today, help_text=_("原任职到前一天结束。"))
    note = forms.CharField(
        label=_("交接事项"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("台账、未结问题、约好的事。接任人登录后会在待办里看到。"),
    )


class DelegationForm(ActorForm):
    """Who acts, from when to when, and why."""

    acting = PersonField(label=_("由谁代行"), help_text=_("输入姓名或登录名，从提示中选择。"))
    starts_on = DateField(label=_("开始日期"), initial=today)
    ends_on = DateField(label=_("最后一天"))
    reason = forms.CharField(label=_("原因"), max_length=200, help_text=_("如出差、学习、休假。"))


class SecondmentForm(PostFields):
    """From which unit to which, for how long, and why."""

    from_unit = UnitField(label=_("从哪个单位抽调"))
    reason = forms.CharField(label=_("原因"), max_length=200)
    field_order = ("from_unit", "unit", "duty", "title", "role", "starts_on", "ends_on", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].label = _("抽调到哪个单位")


class LanguageForm(forms.Form):
    """The language of the pages."""

    language = forms.ChoiceField(label=_("界面语言"), choices=settings.LANGUAGES)
