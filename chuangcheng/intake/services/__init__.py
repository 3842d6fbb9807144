"""Every write of this context; other contexts come in here.

The portal and Open311 act as RESIDENT: `receive_report`, then `rate_report` and `dispute_report` by the public token.
"""

from chuangcheng.intake.services.answering import (
    FROM_DESK,
    AnswerOutdated,
    NotApproved,
    OwnAnswer,
    approve_answer,
    draft_answer,
    end_report,
    return_answer,
    send_answer,
)
from chuangcheng.intake.services.batches import (
    BatchGiven,
    acknowledge_batch,
    apply_findings,
    batch_to_fill,
    follow_batch,
    save_batch,
)
from chuangcheng.intake.services.contacts import Contact, contact_of, erase_outdated_contacts, open_contact
from chuangcheng.intake.services.correcting import Correction, Place, correct_report
from chuangcheng.intake.services.joining import join_doubles
from chuangcheng.intake.services.linking import (
    LinkedAlready,
    is_linked,
    link_report,
    open_case_of_report,
    unlink_report,
)
from chuangcheng.intake.services.pressing import ACTS, MOST_AT_ONCE, Outcome, Press, press_for_all
from chuangcheng.intake.services.receiving import ReportGiven, ReportIdTaken, receive_report
from chuangcheng.intake.services.settling import follow_case
from chuangcheng.intake.services.sources import load_default_sources, save_source, set_rule
from chuangcheng.intake.services.steps import RESIDENT, ReportStep, StepIdTaken
from chuangcheng.intake.services.voicing import TooLate, add_word, dispute_report, rate_report
from chuangcheng.intake.services.withdrawing import correct_by_token, erase_contact_by_token, withdraw_report

__all__ = [
    "ACTS",
    "FROM_DESK",
    "MOST_AT_ONCE",
    "RESIDENT",
    "AnswerOutdated",
    "BatchGiven",
    "Contact",
    "Correction",
    "LinkedAlready",
    "NotApproved",
    "Outcome",
    "OwnAnswer",
    "Place",
    "Press",
    "ReportGiven",
    "ReportIdTaken",
    "ReportStep",
    "StepIdTaken",
    "TooLate",
    "acknowledge_batch",
    "add_word",
    "apply_findings",
    "approve_answer",
    "batch_to_fill",
    "contact_of",
    "correct_by_token",
    "correct_report",
    "dispute_report",
    "draft_answer",
    "end_report",
    "erase_contact_by_token",
    "erase_outdated_contacts",
    "follow_batch",
    "follow_case",
    "is_linked",
    "join_doubles",
    "link_report",
    "load_default_sources",
    "open_case_of_report",
    "open_contact",
    "press_for_all",
    "rate_report",
    "receive_report",
    "return_answer",
    "save_batch",
    "save_source",
    "send_answer",
    "set_rule",
    "unlink_report",
    "withdraw_report",
]
