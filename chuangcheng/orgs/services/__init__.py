"""Every write of this context; other contexts come in here."""

from chuangcheng.orgs.services.accounts import (
    MOST_AT_ONCE,
    choose_language,
    issue_first_passwords,
    people_without_password,
    remove_mfa,
    reset_password,
    unlock_account,
)
from chuangcheng.orgs.services.asks import AskGiven, AsksRefused, ask_units, change_asks, end_asks, renew_asks
from chuangcheng.orgs.services.liaisons import AnsweredAlready, answer_help, ask_for_help, link_town
from chuangcheng.orgs.services.matching import SeveralUnits, Understood, UnitFinder, find_or_make_unit
from chuangcheng.orgs.services.named_units import NamedUnits
from chuangcheng.orgs.services.passwords import InvalidPassword, choose_password, give_first_password
from chuangcheng.orgs.services.people import (
    NewAccount,
    PersonFacts,
    add_person,
    change_person,
    create_person,
    deactivate_person,
    open_phone,
    open_phones,
    reactivate_person,
)
from chuangcheng.orgs.services.posts import PostFacts, end_post, give_post, hand_over, read_handover
from chuangcheng.orgs.services.power import may_handle
from chuangcheng.orgs.services.roles import RoleFacts, change_role, create_role, delete_role
from chuangcheng.orgs.services.standins import (
    delegate,
    end_delegation,
    end_secondment,
    may_name_stand_in,
    refuse_naming_stand_in,
    second_person,
)
from chuangcheng.orgs.services.succession import Part, close_unit, merge_units, split_unit
from chuangcheng.orgs.services.units import (
    UnitFacts,
    change_and_move_unit,
    change_unit,
    confirm_unit,
    create_unit,
    ensure_place,
    facts_of,
    move_unit,
    rename_unit,
)
from chuangcheng.orgs.unit_cells import area_in_sheet_name, is_vague, kinds_meant
from chuangcheng.orgs.unit_cells import unit_names as names_in_cell

__all__ = [
    "MOST_AT_ONCE",
    "AnsweredAlready",
    "AskGiven",
    "AsksRefused",
    "InvalidPassword",
    "NamedUnits",
    "NewAccount",
    "Part",
    "PersonFacts",
    "PostFacts",
    "RoleFacts",
    "SeveralUnits",
    "Understood",
    "UnitFacts",
    "UnitFinder",
    "add_person",
    "answer_help",
    "area_in_sheet_name",
    "ask_for_help",
    "ask_units",
    "change_and_move_unit",
    "change_asks",
    "change_person",
    "change_role",
    "change_unit",
    "choose_language",
    "choose_password",
    "close_unit",
    "confirm_unit",
    "create_person",
    "create_role",
    "create_unit",
    "deactivate_person",
    "delegate",
    "delete_role",
    "end_asks",
    "end_delegation",
    "end_post",
    "end_secondment",
    "ensure_place",
    "facts_of",
    "find_or_make_unit",
    "give_first_password",
    "give_post",
    "hand_over",
    "is_vague",
    "issue_first_passwords",
    "kinds_meant",
    "link_town",
    "may_handle",
    "may_name_stand_in",
    "merge_units",
    "move_unit",
    "names_in_cell",
    "open_phone",
    "open_phones",
    "people_without_password",
    "reactivate_person",
    "read_handover",
    "refuse_naming_stand_in",
    "remove_mfa",
    "rename_unit",
    "renew_asks",
    "reset_password",
    "second_person",
    "split_unit",
    "unlock_account",
]
