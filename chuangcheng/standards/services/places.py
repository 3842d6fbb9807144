"""Items and contents of a draft by another name; their standards, leaders and duties stay where they are."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.search import index_all
from chuangcheng.core.sheets.text import clean_text
from chuangcheng.standards.access import CHANGE, content_for, draft_for, item_for
from chuangcheng.standards.drafts import tidy
from chuangcheng.standards.models import Content, Item
from chuangcheng.standards.services.checking import length_of
from chuangcheng.standards.services.tree import search_entry


@transaction.atomic
def rename_item(*, actor: Actor, item_id: int, name: str, code: str = "") -> Item:
    """The item by this name and number. Raises InvalidInput, FrameworkInForce."""
    framework = draft_for(actor, item_for(actor, item_id, permission=CHANGE).framework_id)
    item = item_for(actor, item_id, permission=CHANGE)
    wanted, number = _name(name), tidy(clean_text(code))
    if len(number) > length_of(Item, "code"):
        raise InvalidInput(_("编号太长，最多%(most)s个字。") % {"most": length_of(Item, "code")})
    if framework.items.filter(name=wanted).exclude(pk=item.pk).exists():
        raise InvalidInput(_("该体系已有“%(name)s”，请换一个名称。") % {"name": wanted})
    before, item.name, item.code = item.name, wanted, number
    item.save(update_fields=["name", "code"])
    rows = framework.standards.filter(content__item=item).select_related("content__item")
    index_all(search_entry(row) for row in rows)
    audit.record(actor=actor, action="standards.rename_item", subject=item, detail={"before": before})
    return item


@transaction.atomic
def rename_content(*, actor: Actor, content_id: int, name: str) -> Content:
    """The content by this name. Raises InvalidInput, FrameworkInForce."""
    framework = draft_for(actor, content_for(actor, content_id, permission=CHANGE).item.framework_id)
    content = content_for(actor, content_id, permission=CHANGE)
    wanted = _name(name)
    if content.item.contents.filter(name=wanted).exclude(pk=content.pk).exists():
        raise InvalidInput(
            _("“%(item)s”下已有“%(name)s”，请换一个名称。") % {"item": content.item.name, "name": wanted}
        )
    before, content.name = content.name, wanted
    content.save(update_fields=["name"])
    rows = framework.standards.filter(content=content).select_related("content__item")
    index_all(search_entry(row) for row in rows)
    audit.record(actor=actor, action="standards.rename_content", subject=content, detail={"before": before})
    return content


def _name(name: str) -> str:
    wanted = tidy(clean_text(name))
    if not wanted or len(wanted) > length_of(Item, "name"):
        raise InvalidInput(_("请填写名称，最多%(most)s个字。") % {"most": length_of(Item, "name")})
    return wanted
