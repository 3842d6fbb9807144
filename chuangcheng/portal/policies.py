"""What offices set differently on the public site, each with a date."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.dated_settings import DatedSetting, between, register, yes_or_no

OUR_CHOICE = _("本系统的选择")
LONGEST_DAYS = 3650
MOST_SECONDS = 600
MOST_HOURLY = 100_000
LONGEST_LINE = 300  # letters
MODERATED, FOUND, NOTHING = "moderated", "found", "nothing"
CHINESE, BOTH = "zh", "both"
LONGEST_HOTLINE = 30
SOURCES = {  # value of the setting → `Case.source` of the problems that are public besides moderated reports
    NOTHING: None,
    MODERATED: (),
    FOUND: ("check", "patrol"),
}


def _source(value: Any) -> str:
    if value not in SOURCES:
        raise ValueError(", ".join(SOURCES))
    return str(value)


def _languages(value: Any) -> str:
    if value not in {CHINESE, BOTH}:
        raise ValueError(f"{CHINESE}, {BOTH}")
    return str(value)


def _hotline(value: Any) -> str:
    text = str(value).strip()
    if len(text) > LONGEST_HOTLINE or not text.isprintable():
        raise ValueError(f"1–{LONGEST_HOTLINE}")
    return text


def _address(value: Any) -> str:
    text = str(value).strip().rstrip("/")
    if text and not text.startswith(("http://", "https://")):
        raise ValueError("http://…, https://…")
    return text


def _line(value: Any) -> str:
    text = str(value).strip()
    if len(text) > LONGEST_LINE or not text.isprintable():
        raise ValueError(f"≤{LONGEST_LINE}")
    return text


def _codes(value: Any) -> str:
    return ",".join(part.strip() for part in _line(value).replace("，", ",").split(",") if part.strip())


PUBLIC_PROBLEMS = register(
    DatedSetting(
        key="portal.public_problems",
        label=_("公众地图上的问题"),
        default=FOUND,
        parse=_source,
        help=_("群众反映的问题审核后才公开；检查和巡查发现的问题，公开类别、大致位置、状态和日期，不公开文字和照片。"),
        source=OUR_CHOICE,
        choices={
            NOTHING: _("都不公开"),
            MODERATED: _("只公开审核过的群众反映"),
            FOUND: _("审核过的群众反映，以及检查和巡查发现的问题"),
        },
    )
)
FIXED_DAYS = register(
    DatedSetting(
        key="portal.fixed_days",
        label=_("已解决的问题公开的天数"),
        default=30,
        parse=between(1, LONGEST_DAYS),
        help=_("结案满这些天后，不再出现在公众地图和列表上。"),
        source=OUR_CHOICE,
    )
)
LEAST_SECONDS = register(
    DatedSetting(
        key="portal.least_seconds",
        label=_("填写反映至少用的秒数"),
        default=3,
        parse=between(0, MOST_SECONDS),
        help=_("打开网页后不到这个时间就提交的，照样收下，先审核再受理。"),
        source=OUR_CHOICE,
    )
)
MARK_DAYS = register(
    DatedSetting(
        key="portal.mark_days",
        label=_("防骚扰标记保存的天数"),
        default=7,
        parse=between(1, LONGEST_DAYS),
        help=_("为防止骚扰，网络地址经不可还原的处理后保存，到期自动清除。"),
        source=OUR_CHOICE,
    )
)
SIGN_NAMES = register(
    DatedSetting(
        key="portal.sign_names",
        label=_("二维码标牌写管护人姓名"),
        default="no",
        parse=yes_or_no,
        help=_("通常只写岗位（街巷长、路长等）；写姓名的，请先征得本人同意。"),
        source=OUR_CHOICE,
        choices={"no": _("只写岗位"), "yes": _("写姓名")},
    )
)
SIGN_LANGUAGES = register(
    DatedSetting(
        key="portal.sign_languages",
        label=_("二维码标牌的语言"),
        default=CHINESE,
        parse=_languages,
        source=OUR_CHOICE,
        choices={CHINESE: _("只有中文"), BOTH: _("中英文")},
    )
)
SIGN_HOTLINE = register(
    DatedSetting(
        key="portal.sign_hotline",
        label=_("二维码标牌上的热线电话"),
        default="",
        parse=_hotline,
        help=_("不填则不印。"),
        source=OUR_CHOICE,
    )
)
PUBLIC_ADDRESS = register(
    DatedSetting(
        key="portal.address",
        label=_("公众网站的地址"),
        default="",
        parse=_address,
        help=_("印在二维码里的网址，例如https://wm.example.cn；不填则用打印时打开的网址。"),
        source=OUR_CHOICE,
    )
)
JURISDICTIONS = register(
    DatedSetting(
        key="portal.jurisdictions",
        label=_("Open311接口的辖区代码"),
        default="",
        parse=_codes,
        help=_("即jurisdiction_id，用逗号分开；不填则忽略应用所带的代码，因为这里只服务一个地方。"),
        source=OUR_CHOICE,
    )
)
JURISDICTION_REQUIRED = register(
    DatedSetting(
        key="portal.jurisdiction_required",
        label=_("Open311接口必须带辖区代码"),
        default="no",
        parse=yes_or_no,
        help=_("多个地方共用一个网关时选“必须”；没有填写辖区代码的，这一项不起作用。"),
        source=OUR_CHOICE,
        choices={"no": _("不必"), "yes": _("必须")},
    )
)
HOURLY = register(
    DatedSetting(
        key="portal.app_hourly",
        label=_("一个接口密钥每小时最多提交的次数"),
        default=600,
        parse=between(1, MOST_HOURLY),
        help=_("按密钥计算，不按网络地址；超过的请应用稍后再试。"),
        source=OUR_CHOICE,
    )
)
APP_CONTACT = register(
    DatedSetting(
        key="portal.app_contact",
        label=_("接口密钥向谁申请"),
        default="",
        parse=_line,
        help=_("写在Open311的说明（discovery）里，例如单位、电话和网址；不填则写当地创城办。"),
        source=OUR_CHOICE,
    )
)
