"""What is looked at on a visit to a site of a type. An item that visits have answered is never rewritten: a change of
what it asks retires it and puts a new one in its place, so that old visits keep their question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max, ProtectedError, QuerySet
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.sites.access import CHECKLISTS, checklist_item_for
from chuangcheng.sites.models import ChecklistItem, ChecklistPicture
from chuangcheng.sites.services.texts import checked_line, checked_note
from chuangcheng.standards.access import framework_for, site_type_for

if TYPE_CHECKING:
    from chuangcheng.standards.models import Framework, SiteType

Kind = ChecklistItem.Kind
CODE_LENGTH, TEXT_LENGTH, PIECE_LENGTH = 40, 300, 60  # characters
MOST_COUNT, MOST_MINUTES, MOST_PIECES, MOST_MARKS = 9_999, 600, 30, 1_000
# What decides a verdict or how it is found; the rest may change without touching what old visits meant.
ASKED = ("part", "text", "kind", "minimum", "minutes", "line", "pieces", "unit", "counting_rule")
COLUMNS = ["code", *ASKED, "example", "marks", "problem_class"]


class ItemRetired(Refusal):
    """The item is no longer asked."""

    def __init__(self) -> None:
        super().__init__(_("该检查项已停用，不能再改。"))


@dataclass(frozen=True)
class ItemFacts:
    """What is written down about a checklist item. Of the parameters each kind takes its own and no other."""

    code: str
    text: str
    kind: str  # ChecklistItem.Kind
    part: str = ""
    minimum: int | None = None  # at_least
    minutes: int | None = None  # timed
    line: Decimal | None = None  # percentage: 0..100
    pieces: tuple[str, ...] = ()  # composite
    unit: str = ""
    counting_rule: str = ""
    example: str = ""
    marks: Decimal | None = None
    problem_class: str = ""


# Framework id → codes of its standards; frameworks that are not named keep their links.
StandardCodes = Mapping[int, Sequence[str]]


def add_item(*, actor: Actor, site_type_id: int, facts: ItemFacts, standard_codes: StandardCodes) -> ChecklistItem:
    """A new item at the end of the type's checklist, linked to the standards with these codes."""
    require(actor, CHECKLISTS)
    with transaction.atomic():
        site_type = site_type_for(actor, site_type_id)
        last = site_type.checklist_items.select_for_update().aggregate(last=Max("order"))["last"]
        item = ChecklistItem(site_type=site_type, order=0 if last is None else last + 1)
        _write(item, facts, site_type)
        _refuse_same_code(item)
        item.save()
        _link(actor, item, standard_codes)
        audit.record(actor=actor, action="sites.add_checklist_item", subject=item, detail={"code": item.code})
    return item


def change_item(
    *, actor: Actor, item_id: int, facts: ItemFacts, standard_codes: StandardCodes, day: date
) -> ChecklistItem:
    """The item as it is asked from that day on: the same row while no visit has answered it, else one in its place."""
    with transaction.atomic():
        item = checklist_item_for(actor, item_id, lock=True)
        if item.retired_on is not None:
            raise ItemRetired
        before = _asked(item)
        _write(item, facts, item.site_type)
        _refuse_same_code(item)
        if _asked(item) != before and _is_answered(item):
            item = _replaced(item, day)
        item.save()
        _link(actor, item, standard_codes)
        audit.record(actor=actor, action="sites.change_checklist_item", subject=item, detail={"code": item.code})
    return item


def retire_item(*, actor: Actor, item_id: int, day: date) -> ChecklistItem:
    """The item is not asked from that day on; old visits keep it. Twice is once."""
    with transaction.atomic():
        item = checklist_item_for(actor, item_id, lock=True)
        if item.retired_on is None:
            item.retired_on = day
            item.save(update_fields=["retired_on"])
            audit.record(actor=actor, action="sites.retire_checklist_item", subject=item, detail={"code": item.code})
    return item


def move_item(*, actor: Actor, item_id: int, before_id: int | None) -> None:
    """Puts the item before another of its checklist; None: at the end."""
    with transaction.atomic():
        item = checklist_item_for(actor, item_id, lock=True)
        rows = list(_running(item).exclude(pk=item.pk).select_for_update().order_by("order", "pk"))
        places = [row.pk for row in rows]
        if before_id is not None and before_id not in places:
            raise InvalidInput(_("没有这个检查项，请刷新页面。"))
        rows.insert(places.index(before_id) if before_id is not None else len(rows), item)
        for order, row in enumerate(rows):
            row.order = order
        ChecklistItem.objects.bulk_update(rows, ["order"])
        audit.record(actor=actor, action="sites.move_checklist_item", subject=item, detail={"code": item.code})


def checked_parameters(facts: ItemFacts) -> dict[str, Any]:
    """The parameters of the item's kind, those of other kinds empty. Raises InvalidInput."""
    own: dict[str, Any] = {"minimum": None, "minutes": None, "line": None, "pieces": []}
    if facts.kind == Kind.AT_LEAST:
        own["minimum"] = _between(facts.minimum, 1, MOST_COUNT, _("请填写至少要有几处，1至%(most)d的整数。"))
    elif facts.kind == Kind.TIMED:
        own["minutes"] = _between(facts.minutes, 1, MOST_MINUTES, _("请填写观察几分钟，1至%(most)d的整数。"))
    elif facts.kind == Kind.PERCENTAGE:
        own["line"] = _line(facts.line)
    elif facts.kind == Kind.COMPOSITE:
        own["pieces"] = _pieces(facts.pieces)
    elif facts.kind not in Kind.values:
        raise InvalidInput(_("请选择检查项的类型。"))
    return own


def _write(item: ChecklistItem, facts: ItemFacts, site_type: SiteType) -> None:
    item.code = checked_line(facts.code, label=_("编号"), at_most=CODE_LENGTH, required=True)
    item.text = checked_line(facts.text, label=_("检查内容"), at_most=TEXT_LENGTH, required=True)
    item.kind = facts.kind
    for name, value in checked_parameters(facts).items():
        setattr(item, name, value)
    item.part = facts.part
    if facts.part and facts.part not in {part["name"] for part in site_type.parts}:
        raise InvalidInput(_("该点位类型没有“%(part)s”这一部分，请从列表中选择。") % {"part": facts.part})
    item.unit = checked_line(facts.unit, label=_("计数单位"), at_most=10)
    item.counting_rule = checked_note(facts.counting_rule, label=_("计数规则"), at_most=TEXT_LENGTH)
    item.example = checked_note(facts.example, label=_("举例"), at_most=TEXT_LENGTH)
    item.problem_class = checked_line(facts.problem_class, label=_("问题类别"), at_most=60)
    if facts.marks is not None and not (facts.marks.is_finite() and 0 <= facts.marks <= MOST_MARKS):
        raise InvalidInput(_("分值应在0到%(most)d之间。") % {"most": MOST_MARKS})
    item.marks = facts.marks


def _refuse_same_code(item: ChecklistItem) -> None:
    if _running(item).filter(code=item.code).exclude(pk=item.pk).exists():
        raise InvalidInput(_("编号“%(code)s”在这张检查表中已经有了，请换一个。") % {"code": item.code})


def _running(item: ChecklistItem) -> QuerySet[ChecklistItem]:
    return ChecklistItem.objects.filter(site_type_id=item.site_type_id, retired_on__isnull=True)


def _asked(item: ChecklistItem) -> list[Any]:
    return [getattr(item, name) for name in ASKED]


def _is_answered(item: ChecklistItem) -> bool:
    """Whether a higher context keeps rows that rest on the item: it protects it from being deleted, which is tried."""
    with transaction.atomic():
        try:
            ChecklistItem.objects.filter(pk=item.pk).delete()
        except ProtectedError:
            return True
        transaction.set_rollback(True)
    return False


def _replaced(item: ChecklistItem, day: date) -> ChecklistItem:
    """Retires the stored row, and gives a new one with the changed facts and the same links."""
    old = ChecklistItem.objects.get(pk=item.pk)
    old.retired_on = day
    old.save(update_fields=["retired_on"])
    fresh = ChecklistItem(site_type=item.site_type, order=item.order, source=item.source)
    for name in COLUMNS:
        setattr(fresh, name, getattr(item, name))
    fresh.save()
    fresh.standards.set(old.standards.all())
    ChecklistPicture.objects.bulk_create(
        ChecklistPicture(item=fresh, file_id=each.file_id, passes=each.passes, caption=each.caption)
        for each in old.pictures.all()
    )
    return fresh


def _link(actor: Actor, item: ChecklistItem, standard_codes: StandardCodes) -> None:
    for framework_id, codes in standard_codes.items():
        framework = framework_for(actor, framework_id)
        found = standards_by_code(framework=framework, codes=codes)
        item.standards.remove(*item.standards.filter(framework=framework).exclude(pk__in=found.values()))
        item.standards.add(*found.values())


def standards_by_code(*, framework: Framework, codes: Sequence[str]) -> dict[str, int]:
    """Code → key of the framework's standard. Raises InvalidInput for a code that it does not have."""
    found = dict(framework.standards.filter(code__in=codes).values_list("code", "pk"))
    missing = [code for code in codes if code not in found]
    if missing:
        text = _("体系“%(framework)s”中没有标准%(codes)s，请核对编号。")
        raise InvalidInput(text % {"framework": framework.name, "codes": "、".join(missing[:5])})
    return found


def _between(value: int | None, least: int, most: int, sentence: str) -> int:
    if value is None or not least <= value <= most:
        raise InvalidInput(sentence % {"most": most})
    return value


def _line(value: Decimal | None) -> Decimal:
    if value is None or not value.is_finite() or not 0 < value <= 100:  # noqa: PLR2004 - per cent
        raise InvalidInput(_("请填写达标的百分比，大于0、不超过100，例如95。"))
    return value.quantize(Decimal("0.01"))


def _pieces(value: Sequence[str]) -> list[str]:
    pieces = list(dict.fromkeys(checked_line(piece, label=_("各项名称"), at_most=PIECE_LENGTH) for piece in value))
    pieces = [piece for piece in pieces if piece]
    if not 1 < len(pieces) <= MOST_PIECES:
        raise InvalidInput(_("请写出必须具备的各项，2至%(most)d项。") % {"most": MOST_PIECES})
    return pieces
