"""Forms of 立行立改抽查."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.cases import services
from chuangcheng.cases.forms.moves import MoveForm, PhotoField, reason_field


class PassRecheckForm(MoveForm):
    service = staticmethod(services.pass_recheck)
    compares_photos = True
    alternative = "fail_recheck"
    title = _("抽查合格")
    submit_label = _("抽查合格")
    next_step = _("问题保持结案。")
    photo_fields = (PhotoField("check", _("核查照片")),)

    reason = reason_field(_("抽查说明"), required=False)


class FailRecheckForm(MoveForm):
    service = staticmethod(services.fail_recheck)
    compares_photos = True
    title = _("抽查不合格")
    submit_label = _("不合格，重开")
    next_step = _("问题重开，由创城办派遣。")
    photo_fields = (PhotoField("check", _("核查照片")),)
    usual_reasons = (_("问题仍然存在。"), _("整改不到位。"))

    reason = reason_field(_("不合格的原因"))
