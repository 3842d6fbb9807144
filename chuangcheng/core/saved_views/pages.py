from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from chuangcheng.core.errors import NotFound
from chuangcheng.core.shell import Text
from chuangcheng.core.slots import Slot


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a list page can show."""

    name: str
    label: Text
    is_usual: bool = False  # shown to who chose nothing


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list page that keeps views."""

    url_name: str
    permissions: Sequence[str]  # one of them opens the page
    columns: Sequence[Column] = ()


list_pages: Slot[ListPage] = Slot("list pages")


def list_page(name: str) -> ListPage:
    """The page with this name; NotFound when there is none."""
    found = list_pages.get(name)
    if found is None:
        raise NotFound(_("没有这个列表，请从导航进入。"))
    return found
