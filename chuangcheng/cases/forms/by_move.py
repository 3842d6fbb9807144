"""Which form belongs to which move."""

from __future__ import annotations

from chuangcheng.cases.forms import extensions, joins, meetings, moves, pauses, rechecks, units, whistles
from chuangcheng.cases.forms.moves import MoveForm

MOVE_FORMS: dict[str, type[MoveForm]] = {
    "file": moves.FileForm,
    "reject": moves.RejectForm,
    "fix_on_spot": moves.FixOnSpotForm,
    "claim": units.ClaimForm,
    "dispatch": moves.DispatchForm,
    "reassign": units.ReassignForm,
    "change_assists": units.ChangeAssistsForm,
    "note": units.NoteForm,
    "send_back": moves.SendBackForm,
    "feed_back": moves.FeedBackForm,
    "close": moves.CloseForm,
    "fail_check": moves.FailCheckForm,
    "suspend": pauses.SuspendForm,
    "resume": pauses.ResumeForm,
    "reopen": moves.ReopenForm,
    "void": moves.VoidForm,
    "ask_extension": extensions.AskExtensionForm,
    "grant_extension": extensions.GrantExtensionForm,
    "refuse_extension": extensions.RefuseExtensionForm,
    "whistle": whistles.WhistleForm,
    "answer_whistle": whistles.AnswerWhistleForm,
    "end_whistle": whistles.EndWhistleForm,
    "escalate": meetings.EscalateForm,
    "decide": meetings.DecideForm,
    "join": joins.JoinForm,
    "unjoin": joins.UnjoinForm,
    "pass_recheck": rechecks.PassRecheckForm,
    "fail_recheck": rechecks.FailRecheckForm,
}
