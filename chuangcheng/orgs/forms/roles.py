"""The form of a role: its name, reach and permissions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import permissions
from chuangcheng.orgs.models import Role
from chuangcheng.orgs.services import RoleFacts


class RoleForm(forms.Form):
    """A role; its code is asked for once, when it is made."""

    code = forms.CharField(label=_("角色代码"), max_length=40, help_text=_("小写字母、数字和下划线，建立后不能改。"))
    name = forms.CharField(label=_("角色名称"), max_length=60)
    whole_place = forms.BooleanField(label=_("管全区"), required=False, help_text=_("不选则只管任职单位及其下级。"))
    needs_mfa = forms.BooleanField(label=_("要求两步验证"), required=False)
    excludes = forms.MultipleChoiceField(
        label=_("互斥角色"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("同一人不能兼任，也不能代行。"),
    )
    permissions = forms.MultipleChoiceField(label=_("权限"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, role: Role | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Role.objects.exclude(pk=role.pk) if role else Role.objects.all()
        self.fields["excludes"].choices = [(other.code, other.label) for other in others.order_by("pk")]  # type: ignore[attr-defined] # a choice field
        self.fields["permissions"].choices = list(permissions().items())  # type: ignore[attr-defined] # a choice field
        if role is not None:
            del self.fields["code"]

    def facts(self) -> RoleFacts:
        """What was filled in."""
        said = self.cleaned_data
        return RoleFacts(
            name=said["name"],
            permissions=frozenset(said["permissions"]),
            whole_place=said["whole_place"],
            excludes=frozenset(said["excludes"]),
            needs_mfa=said["needs_mfa"],
        )
