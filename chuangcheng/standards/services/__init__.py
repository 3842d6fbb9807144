"""Writes on frameworks, standards, site types and responsibilities."""

from chuangcheng.standards.access import FrameworkInForce
from chuangcheng.standards.services.arranging import ChangedSince, arrange_standard, undo_arrangement
from chuangcheng.standards.services.carry_over import carry_over
from chuangcheng.standards.services.crosswalk import (
    LinkDraft,
    LinkedOtherwise,
    change_link,
    end_link,
    link_several,
    link_standards,
    refuse_pair,
    take_up_pair,
)
from chuangcheng.standards.services.disputes import raise_dispute, rule_on_dispute
from chuangcheng.standards.services.duties import (
    DutyDisputed,
    assign_duty,
    end_duty,
    end_item_leader,
    set_item_leader,
)
from chuangcheng.standards.services.edited_breakdown import ARRANGED_WORDS, SHOWN_WORDS
from chuangcheng.standards.services.frameworks import (
    StillUsed,
    close_framework,
    create_framework,
    discard_draft,
    put_in_force,
    set_framework_facts,
)
from chuangcheng.standards.services.places import rename_content, rename_item
from chuangcheng.standards.services.sample import load_sample, load_samples
from chuangcheng.standards.services.site_types import (
    SiteTypeFacts,
    add_alias,
    add_site_type,
    change_site_type,
    find_or_make_site_type,
    remove_alias,
    restore_site_type,
    retire_site_type,
)
from chuangcheng.standards.services.standards import (
    add_negative_entry,
    add_standard,
    change_negative_entry,
    change_standard,
    remove_negative_entry,
    remove_standard,
)

__all__ = [
    "ARRANGED_WORDS",
    "SHOWN_WORDS",
    "ChangedSince",
    "DutyDisputed",
    "FrameworkInForce",
    "LinkDraft",
    "LinkedOtherwise",
    "SiteTypeFacts",
    "StillUsed",
    "add_alias",
    "add_negative_entry",
    "add_site_type",
    "add_standard",
    "arrange_standard",
    "assign_duty",
    "carry_over",
    "change_link",
    "change_negative_entry",
    "change_site_type",
    "change_standard",
    "close_framework",
    "create_framework",
    "discard_draft",
    "end_duty",
    "end_item_leader",
    "end_link",
    "find_or_make_site_type",
    "link_several",
    "link_standards",
    "load_sample",
    "load_samples",
    "put_in_force",
    "raise_dispute",
    "refuse_pair",
    "remove_alias",
    "remove_negative_entry",
    "remove_standard",
    "rename_content",
    "rename_item",
    "restore_site_type",
    "retire_site_type",
    "rule_on_dispute",
    "set_framework_facts",
    "set_item_leader",
    "take_up_pair",
    "undo_arrangement",
]
