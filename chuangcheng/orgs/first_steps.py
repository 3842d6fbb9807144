"""What a new installation needs of this context: somebody of the creation office, the units, their people."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.first_steps import FirstStep, import_acts
from chuangcheng.core.shell import QuickAct
from chuangcheng.orgs.access import CHANGE_PEOPLE, CHANGE_ROLES, CHANGE_UNITS
from chuangcheng.orgs.models import Person, Post, Role, Unit

PLACE_DEPTH = 1  # of the whole place, which every installation begins with


def first_steps(actor: Actor) -> Sequence[FirstStep]:
    """Accounts of the office, units, people."""
    return [_office(actor), _units(actor), _people(actor)]


def _office(actor: Actor) -> FirstStep:
    written = Role.objects.annotate(written=Cast("permissions", TextField()))
    roles = written.filter(written__contains=f'"{CHANGE_UNITS}"')  # no database finds words in a list of JSON alike
    acts = [QuickAct(_("登记人员"), reverse("orgs:new_person"), "user-plus")] if actor.may(CHANGE_PEOPLE) else []
    return FirstStep(
        rank=10,
        title=_("创城办账号"),
        about=_("系统管理员登记创城办的人员，安全管理员在人员页面给其任职授予“创城办”角色；以下各步由其办理。"),
        may=actor.everywhere(CHANGE_PEOPLE) or actor.everywhere(CHANGE_ROLES),
        rows=Post.objects.filter(role__in=roles, person__is_active=True),
        list_url=reverse("orgs:people"),
        acts=acts or [QuickAct(_("授予角色"), reverse("orgs:people"), "shield-check")],
    )


def _units(actor: Actor) -> FirstStep:
    return FirstStep(
        rank=20,
        title=_("单位"),
        about=_("区直部门、街道、社区和各责任单位，连同上下级关系；由创城办导入。"),
        may=actor.everywhere(CHANGE_UNITS),
        rows=Unit.objects.filter(depth__gt=PLACE_DEPTH),
        list_url=reverse("orgs:units"),
        acts=[*import_acts("units"), QuickAct(_("逐个新建"), reverse("orgs:new_unit"), "plus")],
    )


def _people(actor: Actor) -> FirstStep:
    posts = Post.objects.filter(person=OuterRef("pk"), unit__depth__gt=PLACE_DEPTH)
    return FirstStep(
        rank=30,
        title=_("人员"),
        about=_("各单位的负责人、联络员、材料员和检查员；导入后逐一发给首次密码。"),
        may=actor.everywhere(CHANGE_PEOPLE),
        rows=Person.objects.filter(Exists(posts)),
        list_url=reverse("orgs:people"),
        acts=import_acts("people"),
    )
