"""What the API takes and gives of dispatch rules."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from ninja import Field, Schema

from chuangcheng.core.strict_input import Strict


class RuleIn(Strict):
    """A rule as the office keeps it; a condition that is empty does not matter."""

    name: str
    problem_class_id: int | None = None
    group: str = ""
    problem_list_id: int | None = None
    site_type_id: int | None = None
    area_id: int | None = Field(None, description="with all below")
    source: str = ""
    severity: str = ""
    words: str = Field("", description="parted by 、; one of them stands in the description or the place")
    lead: str = Field(description="unit, owner, street, community or class_unit")
    unit_id: int | None = Field(None, description="of lead=unit")
    assisting_unit_ids: list[int] = []
    limit_amount: int | None = None
    limit_unit: str = ""
    is_automatic: bool = False


class RuleOut(Schema):
    """A rule with the days on which it is in force: starts_on ≤ day < ends_on."""

    id: int
    name: str
    problem_class_id: int | None
    group: str
    problem_list_id: int | None
    site_type_id: int | None
    area_id: int | None
    source: str
    severity: str
    words: str
    lead: str
    unit_id: int | None
    assisting_unit_ids: list[int]
    limit_amount: int | None
    limit_unit: str
    is_automatic: bool
    starts_on: date | None
    ends_on: date | None
    closed_unit_ids: list[int] = Field(description="units that it names and that are no more: it dispatches nothing")


class DifferenceOut(Schema):
    """A case that the rules would have sent elsewhere."""

    case_id: UUID
    number: str
    fixed_by: str
    chosen: str
    sentence: str


class TrialOut(Schema):
    """What the rules would have done with past cases."""

    tried_count: int
    agreed_count: int
    unplaced_count: int
    differences: list[DifferenceOut]


class ChoiceOut(Schema):
    """What the rules say of one case; without a lead unit the sentence tells what is missing."""

    lead_unit_id: int | None
    assisting_unit_ids: list[int]
    rule_id: int | None
    rule_number: int | None
    sentence: str
