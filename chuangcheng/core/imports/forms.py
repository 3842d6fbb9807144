from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.core.imports.kinds import Target


def _photos(label: Any, *, required: bool) -> forms.FileField:
    return forms.FileField(
        label=label,
        required=required,
        help_text=_(
            "zip，不超过 200 MB。照片用序号或编号命名，如 12.jpg、12-1.jpg、12_整改后.jpg、WT-0006.png；"
            "表格的格子里插入的图片会自动取用，不用另附。"
        ),
        error_messages={
            "required": _("请选择照片压缩包。"),
            "empty": _("照片压缩包是空的，请重新选择。"),
        },
        widget=forms.FileInput(attrs={"accept": ".zip"}),
    )


class PhotosForm(forms.Form):
    """A zip of photos for a ledger that was uploaded before."""

    photos = _photos(_("照片压缩包"), required=True)


class UploadForm(forms.Form):
    """One workbook; the hidden id makes a form sent twice one import."""

    import_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    file = forms.FileField(
        label=_("表格文件"),
        help_text=_("xlsx、xls、ods 或 csv，不超过 50 MB。表头在哪一行、列的先后和叫法都不要紧，下一步可以核对。"),
        error_messages={"required": _("请选择要导入的表格。"), "empty": _("文件是空的，请选择有内容的表格。")},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.tsv,.txt"}),
    )
    photos = _photos(_("照片压缩包"), required=False)

    target = forms.CharField(required=False, max_length=60)

    def __init__(self, *args: Any, takes_photos: bool = False, target: Target | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if target is None:
            del self.fields["target"]
        else:
            self.fields["target"].label = str(target.label)
            self.fields["target"].help_text = str(target.help)
        if not takes_photos:
            del self.fields["photos"]
