from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.core.ids import new_id
from chuangcheng.core.inputs import DayInput
from chuangcheng.core.models import MessageChannel, MessageChoice, OutgoingMessage
from chuangcheng.core.models.outgoing import SMS_KINDS
from chuangcheng.core.outgoing.addresses import audience_choices
from chuangcheng.core.outgoing.channels import FIELDS, MAY_BE_EMPTY, channels, shown_fields
from chuangcheng.core.outgoing.groups import GROUPS
from chuangcheng.core.outgoing.records import Wanted
from chuangcheng.core.outgoing.transports.mail import PLAIN, STARTTLS, TLS

Kind = MessageChannel.Kind
LABELS = {
    "url": gettext_lazy("地址"),
    "secret": gettext_lazy("加签密钥"),
    "host": gettext_lazy("邮件服务器"),
    "port": gettext_lazy("端口"),
    "security": gettext_lazy("加密方式"),
    "sender": gettext_lazy("发件地址"),
    "user": gettext_lazy("用户名"),
    "password": gettext_lazy("密码或授权码"),
    "headers": gettext_lazy("请求头"),
    "body": gettext_lazy("内容模板"),
    "success": gettext_lazy("成功的标志"),
    "key_id": gettext_lazy("密钥ID"),
    "key_secret": gettext_lazy("密钥"),
    "sign_name": gettext_lazy("短信签名"),
    "template": gettext_lazy("模板编号"),
    "variable": gettext_lazy("模板变量名"),
    "room": gettext_lazy("变量最多几个字"),
    "app_id": gettext_lazy("短信应用ID"),
    "region": gettext_lazy("地域"),
}
HELP = {
    "url": gettext_lazy("机器人或短信网关的完整地址，以https://开头，加密保存，不再显示。"),
    "secret": gettext_lazy("机器人的安全设置选了加签才要填。"),
    "headers": gettext_lazy("每行一个，如Authorization: Bearer 密钥；加密保存，不再显示。"),
    "body": gettext_lazy("网关要的JSON，手机号写{phone}，内容写{text}，编号写{id}。"),
    "success": gettext_lazy("答复里哪个字段等于什么算成功，如code=0；不填表示HTTP 2xx就算成功。"),
}
SECURITY = [
    (TLS, gettext_lazy("SSL/TLS（常用465端口）")),
    (STARTTLS, gettext_lazy("STARTTLS（常用587端口）")),
    (PLAIN, gettext_lazy("不加密（常用25端口）")),
]
CLOUD_HELP = {
    "url": gettext_lazy("服务地址，只写到主机名；一般不用改。"),
    "key_id": gettext_lazy("阿里云的AccessKey ID，腾讯云的SecretId。"),
    "key_secret": gettext_lazy("阿里云的AccessKey Secret，腾讯云的SecretKey；加密保存，不再显示。"),
    "sign_name": gettext_lazy("审核通过的签名，不带括号。"),
    "template": gettext_lazy("审核通过的通知类模板，里面只有一个变量，系统把消息标题填进去；变量里不能放网址。"),
    "variable": gettext_lazy("模板里变量的名字，如${title}就写title。"),
    "room": gettext_lazy("超过的截断；按模板变量允许的长度填。"),
    "app_id": gettext_lazy("短信控制台里应用的SdkAppId。"),
}
USUAL_ADDRESS: dict[str, str] = {
    Kind.ALIYUN: "https://dysmsapi.aliyuncs.com",
    Kind.TENCENT: "https://sms.tencentcloudapi.com",
}
USUAL = {
    "variable": "title",
    "room": "35",
    "region": "ap-guangzhou",
    "port": "465",
    "security": TLS,
    "body": '{"phone": "{phone}", "content": "{text}"}',
}


class ChannelForm(forms.Form):
    """A channel of one kind."""

    channel_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    name = forms.CharField(label=gettext_lazy("名称"), max_length=60)
    carries = forms.ChoiceField(
        label=gettext_lazy("发哪些消息"), choices=MessageChannel.Carries.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, kind: str, channel: MessageChannel | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        shown = shown_fields(channel) if channel is not None else {}
        usual = MessageChannel.Carries.URGENT if kind in SMS_KINDS else MessageChannel.Carries.DIGEST
        self.initial["carries"] = channel.carries if channel is not None else usual.value
        if channel is not None:
            self.initial.update(channel_id=channel.pk, name=channel.name, audience=channel.audience)
        if kind in {Kind.WECOM, Kind.DINGTALK, Kind.FEISHU}:
            self.fields["audience"] = forms.ChoiceField(
                label=gettext_lazy("发给谁的消息"),
                choices=[("", gettext_lazy("所有人")), *audience_choices()],
                required=False,
                help_text=gettext_lazy("群里只会看到发给这些人的通知的标题，请按群成员选择。"),
            )
        for name, is_secret in FIELDS[kind].items():
            help_text = CLOUD_HELP.get(name, "") if kind in USUAL_ADDRESS else HELP.get(name, "")
            self.fields[name] = _field(name, help_text, is_secret=is_secret, is_kept=channel is not None)
            usual_value = USUAL_ADDRESS.get(kind, "") if name == "url" else USUAL.get(name, "")
            self.initial[name] = "" if is_secret else shown.get(name, usual_value)

    def given(self) -> dict[str, str]:
        """What the kind needs, as filled in."""
        return {name: str(self.cleaned_data.get(name, "")) for name in FIELDS[self.kind]}


class MessageFilterForm(forms.Form):
    """What the list of messages shows."""

    state = forms.ChoiceField(
        label=gettext_lazy("状态"),
        required=False,
        choices=[("", gettext_lazy("全部状态")), *OutgoingMessage.State.choices],
    )
    channel = forms.ChoiceField(label=gettext_lazy("渠道"), required=False)
    day = forms.DateField(label=gettext_lazy("哪一天"), required=False, widget=DayInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["channel"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("全部渠道")), *((str(each.pk), each.name) for each in channels())]

    def wanted(self) -> Wanted:
        """What was asked for; fields that make no sense ask for nothing."""
        self.is_valid()
        data = getattr(self, "cleaned_data", {})
        return Wanted(data.get("state", ""), data.get("channel") or None, data.get("day"))


class ChoicesForm(forms.Form):
    """How a person wants to hear of each group of news."""

    def __init__(self, *args: Any, chosen: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for group, label in GROUPS.items():
            self.fields[group] = forms.ChoiceField(
                label=label,
                choices=MessageChoice.How.choices,
                initial=chosen[group],
                widget=forms.RadioSelect,
            )


def _field(name: str, help_text: Any, *, is_secret: bool, is_kept: bool) -> forms.Field:
    is_needed = name not in MAY_BE_EMPTY and not (is_secret and is_kept)
    if is_secret and is_kept:
        help_text = gettext_lazy("已加密保存，不再显示；不填表示不变。")
    if name == "security":
        return forms.ChoiceField(label=LABELS[name], choices=SECURITY, help_text=help_text)
    if name in {"headers", "body"}:
        widget: forms.Widget = forms.Textarea(attrs={"rows": 4, "spellcheck": "false"})
    elif is_secret:
        widget = forms.PasswordInput(attrs={"autocomplete": "off"})
    else:
        widget = forms.TextInput()
    return forms.CharField(label=LABELS[name], widget=widget, max_length=4000, required=is_needed, help_text=help_text)
