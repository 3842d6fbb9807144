from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id


class UploadForm(forms.Form):
    """One workbook; the hidden id makes a form sent twice one import."""

    import_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    file = forms.FileField(
        label=_("表格文件"),
        help_text=_("xlsx、xls、ods 或 csv，不超过 50 MB。表头在哪一行、列的先后和叫法都不要紧，下一步可以核对。"),
        error_messages={"required": _("请选择要导入的表格。"), "empty": _("文件是空的，请选择有内容的表格。")},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.tsv,.txt"}),
    )
