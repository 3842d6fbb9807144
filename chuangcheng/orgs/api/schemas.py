"""What the API takes and gives."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, TypeAlias

from ninja import Field, Schema

from chuangcheng.core.strict_input import Strict
from chuangcheng.orgs.models import Post, Unit

Key: TypeAlias = Annotated[int, Field(le=2**63 - 1)]  # what the databases keep
Offset: TypeAlias = Annotated[int, Field(le=1_000_000)]  # rows passed over; our choice


class UnitOut(Schema):
    """A unit as a list shows it."""

    id: int
    code: str
    name: str
    short_name: str
    kind: str
    kind_label: str
    affiliation: str
    is_confirmed: bool
    has_own_group: bool
    acts_with_id: int | None
    closed_on: date | None

    @staticmethod
    def resolve_kind_label(unit: Unit) -> str:
        return str(unit.get_kind_display())


class HeldOut(Schema):
    """A post in a list of people."""

    id: int
    unit_id: int
    unit_name: str
    duty: str
    duty_label: str
    title: str
    role: str | None  # code

    @staticmethod
    def resolve_unit_name(post: Post) -> str:
        return post.unit.name

    @staticmethod
    def resolve_duty_label(post: Post) -> str:
        return str(post.get_duty_display())

    @staticmethod
    def resolve_role(post: Post) -> str | None:
        return post.role.code if post.role else None


class PostOut(HeldOut):
    """A post with who holds it where."""

    person_id: int
    person_name: str
    starts_on: date
    ends_on: date | None
    end_reason: str
    handed_over_to_id: int | None  # the successor's post
    handed_over_to_name: str | None  # the successor

    @staticmethod
    def resolve_handed_over_to_name(post: Post) -> str | None:
        return post.handed_over_to.person.name if post.handed_over_to else None

    @staticmethod
    def resolve_person_name(post: Post) -> str:
        return post.person.name


class SecondmentOut(Schema):
    """Who is lent by whom to whom."""

    id: int
    person_id: int
    from_unit_id: int
    to_unit_id: int
    starts_on: date
    ends_on: date | None


class UnitLine(UnitOut):
    """A unit in a list, with who answers for it today."""

    heads: list[str]
    liaisons: list[str]

    @staticmethod
    def resolve_heads(unit: Any) -> list[str]:
        return [post.person.name for post in unit.duty_posts if post.duty == Post.Duty.HEAD]

    @staticmethod
    def resolve_liaisons(unit: Any) -> list[str]:
        return [post.person.name for post in unit.duty_posts if post.duty == Post.Duty.LIAISON]


class UnitList(Schema):
    """A page of units; `has_more`: ask again with a larger offset."""

    items: list[UnitLine]
    has_more: bool


class UnitDetail(Schema):
    """A unit with all that belongs to it."""

    unit: UnitOut
    parent_id: int | None
    aliases: list[str]
    children: list[UnitOut]
    bodies: list[UnitOut]
    acting_together: list[UnitOut]
    present: list[PostOut]
    before: list[PostOut]
    missing: list[str]
    has_own_group: bool  # said so, or a leading group stands right below
    seconded: list[SecondmentOut]  # lent or borrowed
    similar_ids: list[int]  # of a unit not confirmed: those that it may be, the likest first
    successor_ids: list[int]
    predecessor_ids: list[int]


class UnitIn(Strict):
    """The facts of a unit."""

    name: str
    kind: str
    parent_id: int | None = None  # asked for when the unit is new
    code: str = ""
    short_name: str = ""
    affiliation: str = Unit.Affiliation.LOCAL.value
    acts_with_id: int | None = None
    has_own_group: bool = False
    aliases: list[str] = []


class NameIn(Strict):
    """A new name."""

    name: str


class ParentIn(Strict):
    """A new parent."""

    parent_id: int


class MergeIn(Strict):
    """Into which unit, from when, why."""

    into_id: int
    on: date
    reason: str


class PartIn(Strict):
    """One unit of a split, with the posts and the units below that go there."""

    name: str
    kind: str
    post_ids: list[int] = []
    unit_ids: list[int] = []


class SplitIn(Strict):
    """Into which units, from when, why."""

    parts: list[PartIn]
    on: date
    reason: str


class CloseIn(Strict):
    """From when, why."""

    on: date
    reason: str


class PersonOut(Schema):
    """A person as a list shows them; the phone is masked."""

    id: int
    username: str
    name: str
    phone: str
    email: str
    is_active: bool
    last_login: datetime | None


class PersonLine(PersonOut):
    """A person in a list, with the posts held today."""

    present: list[HeldOut]


class PersonList(Schema):
    """A page of people."""

    items: list[PersonLine]
    has_more: bool


class DelegationOut(Schema):
    """Who acts for whom, from when to when."""

    id: int
    absent_id: int
    acting_id: int
    starts_on: date
    ends_on: date
    reason: str
    ended_at: datetime | None


class PersonDetail(Schema):
    """A person with all that belongs to them."""

    person: PersonOut
    present: list[PostOut]
    before: list[PostOut]
    given: list[DelegationOut]
    held: list[DelegationOut]
    secondments: list[SecondmentOut]
    is_locked: bool
    has_password: bool
    must_change_password: bool


class PostFactsIn(Strict):
    """The facts of a post."""

    starts_on: date
    ends_on: date | None = None
    duty: str = Post.Duty.STAFF.value
    role_id: int | None = None
    title: str = ""


class PersonIn(Strict):
    """The facts of a person; a phone that is not given stays as it is."""

    username: str
    name: str
    phone: str | None = None
    email: str = ""


class NewPersonIn(PersonIn):
    """A person and the first post."""

    unit_id: int | None = None
    post: PostFactsIn | None = None


class AccountOut(Schema):
    """A person with the first password, which is told this once."""

    person_id: int
    username: str
    first_password: str


class PhoneOut(Schema):
    """The full number."""

    phone: str


class PostIn(PostFactsIn):
    """A post for a person in a unit."""

    person_id: int
    unit_id: int


class EndIn(Strict):
    """The last day, and why."""

    last_day: date
    reason: str


class HandOverIn(Strict):
    """Who comes next, from when, and what they must know."""

    successor_id: int
    on: date
    note: str = ""


class DelegationIn(Strict):
    """Who acts for whom, from when to when, why."""

    absent_id: int
    acting_id: int
    starts_on: date
    ends_on: date
    reason: str


class SecondmentIn(PostFactsIn):
    """Who goes from where to where, why."""

    person_id: int
    from_unit_id: int
    to_unit_id: int
    reason: str


class LastDayIn(Strict):
    """The last day."""

    last_day: date


class ReasonIn(Strict):
    """Why."""

    reason: str


class RoleOut(Schema):
    """A role."""

    id: int
    code: str
    name: str
    permissions: list[str]
    whole_place: bool
    excludes: list[str]
    needs_mfa: bool


class RoleLineOut(RoleOut):
    """A role in the list, with how many active people hold it today."""

    people_count: int


class RoleIn(Strict):
    """What a role is."""

    name: str
    permissions: list[str]
    whole_place: bool = False
    excludes: list[str] = []
    needs_mfa: bool = False


class NewRoleIn(RoleIn):
    """What a role is, and its code."""

    code: str


class HandoverOut(Schema):
    """What the successor in a post must know."""

    post_id: int
    note: str


class MeOut(Schema):
    """Who I am, and what I may do."""

    person: PersonOut
    language: str
    permissions: list[str]
    present: list[PostOut]
    acting_for: list[int]  # people
    handovers: list[HandoverOut]  # not yet read
    must_change_password: bool


class LanguageIn(Strict):
    """zh-hans or en."""

    language: str


class PasswordIn(Strict):
    """The present password and the new one."""

    current: str
    new: str
