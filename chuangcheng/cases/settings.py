"""Numbers of the course of a case that offices set differently, each with a date."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.dated_settings import DatedSetting, between, register
from chuangcheng.core.likeness import MOST_DIFFERENT

OUR_CHOICE = _("本系统的选择")
MOST_HOURS, MOST_MINUTES, WHOLE = 1000, 10_000, 100
MOST_METRES = 100_000

CLAIM_HOURS = register(
    DatedSetting(
        key="cases.claim_hours",
        label=_("等待认领的工作时"),
        default=4,
        parse=between(1, MOST_HOURS),
        help=_("立案后过了这些工作时还没有单位认领的，提醒创城办派遣。"),
        source=OUR_CHOICE,
    )
)
WHISTLE_MINUTES = register(
    DatedSetting(
        key="cases.whistle_minutes",
        label=_("吹哨后应到场的分钟数"),
        default=30,
        parse=between(1, MOST_MINUTES),
        help=_("吹哨时可以另定；之后才到场的记为迟到。"),
        source=_("北京市2018年“街乡吹哨、部门报到”的报道：执法部门在吹哨后30分钟内到场"),
    )
)
RECHECK_PERCENT = register(
    DatedSetting(
        key="cases.recheck_percent",
        label=_("立行立改抽查的百分比"),
        default=10,
        parse=between(0, WHOLE),
        help=_("立行立改结案时按这个比例抽取，由他人再看一次。"),
        source=OUR_CHOICE,
    )
)
RECHECK_SEED = register(
    DatedSetting(
        key="cases.recheck_seed",
        label=_("立行立改抽查的种子"),
        default="立行立改",
        parse=str,
        help=_("由它和问题编号算出签号，可以复核；改掉它，此后的签号就不能预先算出。"),
        source=OUR_CHOICE,
    )
)
ALIKE_BITS = register(
    DatedSetting(
        key="cases.alike_bits",
        label=_("照片几乎相同的差异上限"),
        default=3,
        parse=between(0, MOST_DIFFERENT),
        help=_(
            "比较两张照片的64位画面特征，相差不超过这些位的，提示核查人细看。在同一位置拍的整改前后照片常相差4位以上。"
        ),
        source=OUR_CHOICE,
    )
)
FAR_METRES = register(
    DatedSetting(
        key="cases.far_photo_metres",
        label=_("整改照片离问题地点过远的米数"),
        default=300,
        parse=between(0, MOST_METRES),
        help=_("照片自带的拍摄位置离问题地点超过这些米的，提示核查人细看；0表示不比较。"),
        source=OUR_CHOICE,
    )
)
