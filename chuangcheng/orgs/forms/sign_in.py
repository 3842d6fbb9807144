"""allauth's forms in our words, each failure counted towards the one lock-out."""

from __future__ import annotations

from typing import Any, cast

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.contrib.auth.password_validation import MinimumLengthValidator, get_default_password_validators
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import Actor
from chuangcheng.orgs.lockout import WARN_FROM, is_locked, lock_time, locked_sentence, tries_left
from chuangcheng.orgs.models import Person
from chuangcheng.orgs.services.passwords import NotOneOfTheLast, choose_password


class LoginForm(account_forms.LoginForm):  # type: ignore[misc] # allauth carries no types
    """Log-in name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["login"], _("登录名"), autofocus="autofocus", autocapitalize="none")
        _word(self.fields["password"], _("密码"))
        self.fields["password"].help_text = _("忘记密码请联系本单位联络员或系统管理员重置。")

    def clean_login(self) -> str:
        """The name in the one form that we keep."""
        return Person.normalize_username(self.cleaned_data["login"])

    def clean(self) -> dict[str, Any]:
        """Says how many tries are left when they become few, whether or not the name is known."""
        try:
            cleaned: dict[str, Any] = super().clean()
        except ValidationError as error:
            left = tries_left(self.request, self.cleaned_data.get("login", ""))
            if 0 < left <= WARN_FROM:
                minutes = lock_time().total_seconds() // 60
                warning = gettext("登录名或密码不对；再错%(n)d次，账号将锁定%(m)d分钟。") % {"n": left, "m": minutes}
                raise ValidationError(warning) from error
            raise
        return cleaned


class ChangePasswordForm(account_forms.ChangePasswordForm):  # type: ignore[misc] # allauth carries no types
    """The present password, and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["oldpassword"], _("当前密码"))
        _word(self.fields["password1"], _("新密码"))
        _word(self.fields["password2"], _("再输一次新密码"))
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].help_text = ""
        self.rules = _password_rules()

    def clean_oldpassword(self) -> str:
        """The present password; a wrong one counts like a failed sign-in."""
        typed: str = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, typed):
            raise get_adapter().validation_error("enter_current_password")
        return typed

    def clean(self) -> dict[str, Any]:
        """Both the same; said in our words."""
        cleaned: dict[str, Any] = forms.Form.clean(self) or {}
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", gettext("两次输入的新密码不一样，请重新输入。"))
        return cleaned

    def save(self) -> None:
        """Keeps the new password."""
        person = self.user
        choose_password(actor=Actor(person.pk, person.name), person=person, password=self.cleaned_data["password1"])


class ReauthenticateForm(account_forms.ReauthenticateForm):  # type: ignore[misc] # allauth carries no types
    """The password once more, before something that concerns security."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["password"], _("密码"), autofocus="autofocus")
        self.fields["password"].help_text = ""


class CodeForm(mfa_forms.AuthenticateForm):  # type: ignore[misc] # allauth carries no types
    """The second code at sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self.fields["code"])

    def clean_code(self) -> str:
        """The code; none is looked at while the account is locked."""
        _refuse_while_locked(self.user)
        self.cleaned_data["code"] = _bare(self.cleaned_data["code"])
        return str(super().clean_code())


class CodeAgainForm(mfa_forms.ReauthenticateForm):  # type: ignore[misc] # allauth carries no types
    """The second code once more, before something that concerns security."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self.fields["code"])

    def clean_code(self) -> str:
        """The code; none is looked at while the account is locked."""
        _refuse_while_locked(self.user)
        self.cleaned_data["code"] = _bare(self.cleaned_data["code"])
        return str(super().clean_code())


class ActivateForm(totp_forms.ActivateTOTPForm):  # type: ignore[misc] # allauth carries no types
    """The first code, which shows that the phone has the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self.fields["code"])
        self.fields["code"].help_text = _("手机上显示的6位数字，每30秒换一次。")

    def clean_code(self) -> str:
        """The code, with or without blanks."""
        self.cleaned_data["code"] = _bare(self.cleaned_data["code"])
        return str(super().clean_code())


def _password_rules() -> list[str]:
    """The rules of the settings in our words."""
    rules = {type(rule): rule for rule in get_default_password_validators()}
    length = cast("MinimumLengthValidator", rules[MinimumLengthValidator]).min_length
    return [
        gettext("至少%(n)d个字符，不能全是数字；") % {"n": length},
        gettext("不能是常见密码，也不能与登录名、姓名相近；"),
        rules[NotOneOfTheLast].get_help_text(),
    ]


def _refuse_while_locked(person: Person) -> None:
    if is_locked(context.request, person):
        raise ValidationError(locked_sentence(person.username))


def _bare(code: str) -> str:
    return "".join(sign for sign in code if sign.isalnum())


def _code_field(field: forms.Field) -> None:
    _word(field, _("验证码"), autofocus="autofocus", inputmode="numeric", maxlength="20")
    field.help_text = _("打开手机上的验证器，输入6位数字；手机不在身边时，输入一个备用码。")


def _word(field: forms.Field, label: Any, **attributes: str) -> None:
    field.label = label
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attributes)
