"""Every write of this context; other contexts come in here."""

from chuangcheng.cases.services.assigning import assign_look_backs
from chuangcheng.cases.services.bulk import (
    AT_ONCE,
    BULK_MOVES,
    MOST_CASES,
    Outcome,
    Press,
    check_press,
    move_cases,
    pressed,
)
from chuangcheng.cases.services.claiming import NotForClaiming, claim_case, end_claims
from chuangcheng.cases.services.classes import load_default_classes, load_default_lists, save_problem_class
from chuangcheng.cases.services.dictionary import find_default_units, order_classes, save_problem_list
from chuangcheng.cases.services.dispatching import change_assists, dispatch_case, reassign_case, send_back
from chuangcheng.cases.services.extending import ask_extension, grant_extension, refuse_extension
from chuangcheng.cases.services.filing import active_class, file_case, reject_case, void_case
from chuangcheng.cases.services.fixing import feed_back, fix_on_spot
from chuangcheng.cases.services.holding import release_held_cases, release_held_group
from chuangcheng.cases.services.indexing import index_cases
from chuangcheng.cases.services.joining import NotJoinable, join_case, unjoin_case
from chuangcheng.cases.services.look_backs import (
    LookBackLapsed,
    LookedBackAlready,
    follow_closing,
    plan_look_backs,
    record_look_back,
    take_look_backs,
)
from chuangcheng.cases.services.meeting import decide, escalate
from chuangcheng.cases.services.noting import add_note
from chuangcheng.cases.services.opening import CaseIdTaken, Report, open_case
from chuangcheng.cases.services.pausing import resume_case, suspend_case
from chuangcheng.cases.services.phones import open_phones
from chuangcheng.cases.services.photos import PhotoUnusable
from chuangcheng.cases.services.rechecking import fail_recheck, pass_recheck
from chuangcheng.cases.services.relapse_news import follow_case, tell_of_new_case
from chuangcheng.cases.services.relapse_rulings import CauseMissing, rule_on_relapse, state_cause
from chuangcheng.cases.services.relapses import recognise
from chuangcheng.cases.services.rules import (
    offer_usual_rules,
    order_rules,
    save_rule,
    switch_rule_off,
    switch_rule_on,
)
from chuangcheng.cases.services.steps import CaseMovedOn, EventIdTaken, Step, move_label
from chuangcheng.cases.services.succession import follow_merger, follow_split
from chuangcheng.cases.services.verifying import (
    ReporterTooLate,
    close_case,
    fail_check,
    reopen_case,
    reopen_for_reporter,
)
from chuangcheng.cases.services.whistling import answer_whistle, end_whistle, whistle

__all__ = [
    "AT_ONCE",
    "BULK_MOVES",
    "MOST_CASES",
    "CaseIdTaken",
    "CaseMovedOn",
    "CauseMissing",
    "EventIdTaken",
    "LookBackLapsed",
    "LookedBackAlready",
    "NotForClaiming",
    "NotJoinable",
    "Outcome",
    "PhotoUnusable",
    "Press",
    "Report",
    "ReporterTooLate",
    "Step",
    "active_class",
    "add_note",
    "answer_whistle",
    "ask_extension",
    "assign_look_backs",
    "change_assists",
    "check_press",
    "claim_case",
    "close_case",
    "decide",
    "dispatch_case",
    "end_claims",
    "end_whistle",
    "escalate",
    "fail_check",
    "fail_recheck",
    "feed_back",
    "file_case",
    "find_default_units",
    "fix_on_spot",
    "follow_case",
    "follow_closing",
    "follow_merger",
    "follow_split",
    "grant_extension",
    "index_cases",
    "join_case",
    "load_default_classes",
    "load_default_lists",
    "move_cases",
    "move_label",
    "offer_usual_rules",
    "open_case",
    "open_phones",
    "order_classes",
    "order_rules",
    "pass_recheck",
    "plan_look_backs",
    "pressed",
    "reassign_case",
    "recognise",
    "record_look_back",
    "refuse_extension",
    "reject_case",
    "release_held_cases",
    "release_held_group",
    "reopen_case",
    "reopen_for_reporter",
    "resume_case",
    "rule_on_relapse",
    "save_problem_class",
    "save_problem_list",
    "save_rule",
    "send_back",
    "state_cause",
    "suspend_case",
    "switch_rule_off",
    "switch_rule_on",
    "take_look_backs",
    "tell_of_new_case",
    "unjoin_case",
    "void_case",
    "whistle",
]
