"""First passwords as a workbook to print and cut into slips: the only copy there is."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from chuangcheng.orgs.models import Post
from chuangcheng.orgs.services import NewAccount

WIDTHS = (14, 32, 22, 20)  # characters


def password_workbook(accounts: Sequence[NewAccount]) -> bytes:
    """An xlsx file: name, unit, log-in name, first password, one row a person, in the order given."""
    units = _units(accounts)
    content = BytesIO()
    with Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(_("首次密码"))
        head = book.add_format({"bold": True, "bottom": 1})
        for column, (title, width) in enumerate(zip(_titles(), WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, head)
        for row, account in enumerate(accounts, start=1):
            person = account.person
            texts = (person.name, units.get(person.pk, ""), person.username, account.password)
            for column, text in enumerate(texts):
                sheet.write_string(row, column, text)
        sheet.freeze_panes(1, 0)
    return content.getvalue()


def _titles() -> tuple[str, ...]:
    return (_("姓名"), _("单位"), _("登录名"), _("首次密码"))


def _units(accounts: Sequence[NewAccount]) -> dict[int, str]:
    posts = Post.objects.filter(person__in=[account.person.pk for account in accounts], ends_on__isnull=True)
    return dict(posts.order_by("-pk").values_list("person", "unit__name"))
