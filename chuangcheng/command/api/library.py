"""The library: collections whose parts are settled, documents and what is found in them."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import File, Router, Schema, Status, UploadedFile

from chuangcheng.command.collections.flags import flags_of
from chuangcheng.command.collections.shown import snippets
from chuangcheng.command.library_access import collection_for, document_for, require_library_keeper
from chuangcheng.command.library_papers import collection_workbook
from chuangcheng.command.library_text import removed_in
from chuangcheng.command.library_wording import flag_words, mark_words, removed_words
from chuangcheng.command.models import Collection, LibraryDocument, WorkAnswer
from chuangcheng.command.queries.library import LibraryFilter, collections_kept, documents_shown, parts_of
from chuangcheng.command.queries.work import WorkOfDocument, work_of_document
from chuangcheng.command.services import library as services
from chuangcheng.core.files import documents_from_request
from chuangcheng.core.ids import new_id
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, download

router = Router()
MOST = 200  # in one answer; our choice


class DocumentOut(Schema):
    id: UUID
    collection_id: UUID
    kind: str  # speech, paper, contents
    title: str
    speaker: str
    source: str
    dated_on: date | None


class FoundOut(DocumentOut):
    hits: list[str]  # places where the words stand, with what is around them


class FlagOut(Schema):
    start: int  # letters of the text
    end: int
    trouble: str  # mask, gap, again, twice
    words: str  # what is odd, and what to do


class RemovedOut(Schema):
    place: int  # names it in /marks
    mark: str
    words: str
    is_back: bool


class DocumentDetail(DocumentOut):
    text: str
    flags: list[FlagOut]
    removed: list[RemovedOut]


class CollectionOut(Schema):
    id: UUID
    number: str
    title: str
    source: str
    file_name: str
    state: str  # reading, unread, proposed, kept
    outcome: str


class CollectionDetail(CollectionOut):
    parts: list[DocumentOut]


class DocumentIn(Strict):
    title: str
    kind: Literal["speech", "paper", "contents"]
    speaker: str = ""
    source: str = ""
    dated_on: date | None = None


class SplitIn(Strict):
    at: int  # letters of the collection's text, where a line begins


class MarksIn(Strict):
    places: list[int]  # what is shown again; all others are out


class DiscardIn(Strict):
    reason: str


class SentenceOut(Schema):
    quotation: str
    start: int  # letters of the document's text
    who: str
    unit_ids: list[int]
    title: str
    by_when: str  # the words
    due_on: date | None


class AnswerOut(Schema):
    quotation: str
    task_id: UUID | None  # None: it sets no work
    reason: str


class WorkOut(Schema):
    proposed: list[SentenceOut]
    answers: list[AnswerOut]


class SentenceIn(Strict):
    id: UUID | None = None  # UUIDv7 made by the client: the same one again is the same tasks
    quotation: str
    title: str
    unit_ids: list[int]
    due_on: date


class SentencesIn(Strict):
    lines: list[SentenceIn]
    despite: str = ""


class DismissIn(Strict):
    quotation: str
    reason: str


@router.get("/library", response=list[FoundOut])
def list_library(
    request: HttpRequest, words: str = "", kind: Literal["", "speech", "paper"] = "", year: int | None = None
) -> list[dict[str, Any]]:
    """At most 200 kept documents with all the words, the newest first."""
    chosen = LibraryFilter(kind, year, words[:60])
    rows = documents_shown(actor=actor_of(request), chosen=chosen)[:MOST]
    return [{**_out(row), "hits": _hits(row, chosen.words)} for row in rows]


@router.get("/library/documents/{document_id}", response=DocumentDetail)
def get_document(request: HttpRequest, document_id: UUID) -> dict[str, Any]:
    """One document with its text, what is odd in it and what the cleaning took out."""
    return _detail(document_for(actor_of(request), document_id))


@router.put("/library/documents/{document_id}", response=DocumentDetail)
def put_document(request: HttpRequest, document_id: UUID, given: DocumentIn) -> dict[str, Any]:
    """Puts right what is said of a document."""
    actor = actor_of(request)
    services.change_document(actor=actor, document_id=document_id, given=services.PartGiven(**given.dict()))
    return _detail(document_for(actor, document_id))


@router.put("/library/documents/{document_id}/marks", response=DocumentDetail)
def put_marks(request: HttpRequest, document_id: UUID, given: MarksIn) -> dict[str, Any]:
    """What the cleaning took out and is shown again."""
    actor = actor_of(request)
    services.bring_back_marks(actor=actor, document_id=document_id, places=given.places)
    return _detail(document_for(actor, document_id))


@router.get("/library/documents/{document_id}/work", response=WorkOut)
def get_work(request: HttpRequest, document_id: UUID) -> dict[str, Any]:
    """Sentences of a document that set work by the rules, and what became of them."""
    actor = actor_of(request)
    return _work(work_of_document(actor=actor, document=document_for(actor, document_id), today=today()))


@router.post("/library/documents/{document_id}/tasks", response={201: list[AnswerOut]})
def make_tasks(request: HttpRequest, document_id: UUID, given: SentencesIn) -> Status[list[dict[str, Any]]]:
    """Sentences become tasks, one for each unit, all or none; the same ids again are the same tasks."""
    lines = [
        services.SentenceGiven(**{**line.dict(exclude={"id"}), "task_id": line.id or new_id()}) for line in given.lines
    ]
    made = services.accept_sentences(
        actor=actor_of(request), document_id=document_id, lines=lines, despite=given.despite
    )
    return Status(201, [_answer(row) for row in made])


@router.post("/library/documents/{document_id}/dismissals", response={201: AnswerOut})
def dismiss(request: HttpRequest, document_id: UUID, given: DismissIn) -> Status[dict[str, Any]]:
    """A sentence sets no work, for a reason."""
    made = services.dismiss_sentence(actor=actor_of(request), document_id=document_id, **given.dict())
    return Status(201, _answer(made))


@router.get("/collections", response=list[CollectionOut])
def list_collections(request: HttpRequest) -> list[dict[str, Any]]:
    """At most 200, the newest first; proposals only for who keeps the library."""
    return [_collection(row) for row in collections_kept(actor=actor_of(request)).defer("removed")[:MOST]]


@router.post("/collections", response={201: CollectionOut})
def add_collection(
    request: HttpRequest,
    file: File[UploadedFile | None] = None,  # noqa: ARG001 - named for the documentation, read from the request
    id: UUID | None = None,  # noqa: A002 - as everywhere
    title: str = "",
    source: str = "",
) -> Status[dict[str, Any]]:
    """A collection; its text is read and its parts are proposed afterwards. The same id again is the same one."""
    actor = actor_of(request)
    require_library_keeper(actor)
    files = documents_from_request(request, "file", at_least=1, at_most=1, limits=services.COLLECTION_FILES)
    given = services.CollectionGiven(files[0], title, source)
    made = services.add_collection(actor=actor, collection_id=id or new_id(), given=given)
    return Status(201, _collection(made))


@router.get("/collections/{collection_id}", response=CollectionDetail)
def get_collection(request: HttpRequest, collection_id: UUID) -> dict[str, Any]:
    """A collection with its parts."""
    return _with_parts(collection_for(actor_of(request), collection_id))


@router.get("/collections/{collection_id}/parts.xlsx", response={200: None})
def collection_parts(request: HttpRequest, collection_id: UUID) -> FileResponse:
    """Its parts, and the sentences that were answered, as Excel."""
    actor = actor_of(request)
    name, content = collection_workbook(actor=actor, found=collection_for(actor, collection_id))
    return download(content, name)


@router.post("/collections/{collection_id}/split", response=CollectionDetail)
def split(request: HttpRequest, collection_id: UUID, given: SplitIn) -> dict[str, Any]:
    """A part begins at a line."""
    actor = actor_of(request)
    services.part_at(actor=actor, collection_id=collection_id, place=given.at)
    return _with_parts(collection_for(actor, collection_id))


@router.put("/collections/{collection_id}/parts/{document_id}", response=CollectionDetail)
def put_part(request: HttpRequest, collection_id: UUID, document_id: UUID, given: DocumentIn) -> dict[str, Any]:
    """What is said of a proposed part."""
    actor, facts = actor_of(request), services.PartGiven(**given.dict())
    services.change_part(actor=actor, collection_id=collection_id, document_id=document_id, given=facts)
    return _with_parts(collection_for(actor, collection_id))


@router.post("/collections/{collection_id}/parts/{document_id}/merge", response=CollectionDetail)
def merge(request: HttpRequest, collection_id: UUID, document_id: UUID) -> dict[str, Any]:
    """A part goes into the one before it."""
    actor = actor_of(request)
    services.merge_part(actor=actor, collection_id=collection_id, document_id=document_id)
    return _with_parts(collection_for(actor, collection_id))


@router.post("/collections/{collection_id}/keep", response=CollectionDetail)
def keep(request: HttpRequest, collection_id: UUID) -> dict[str, Any]:
    """The parts are settled."""
    actor = actor_of(request)
    services.keep_collection(actor=actor, collection_id=collection_id)
    return _with_parts(collection_for(actor, collection_id))


@router.post("/collections/{collection_id}/discard", response={204: None})
def discard(request: HttpRequest, collection_id: UUID, given: DiscardIn) -> Status[None]:
    """Takes away what was brought by mistake and is not kept."""
    services.discard_collection(actor=actor_of(request), collection_id=collection_id, reason=given.reason)
    return Status(204, None)


def _out(row: LibraryDocument) -> dict[str, Any]:
    names = ("kind", "title", "speaker", "source", "dated_on", "collection_id")
    return {"id": row.pk, **{name: getattr(row, name) for name in names}}


def _hits(row: LibraryDocument, words: str) -> list[str]:
    return ["".join(piece.text for piece in pieces) for pieces in snippets(row.text, words)] if words else []


def _detail(row: LibraryDocument) -> dict[str, Any]:
    whole = row.collection.text
    flags = [
        {"start": flag.start, "end": flag.end, "trouble": flag.trouble.value, "words": flag_words(flag)}
        for flag in flags_of(row.text)
    ]
    removed = [
        {
            "place": each.start,
            "mark": mark_words(each.mark),
            "words": removed_words(each, whole),
            "is_back": each.start in row.restored,
        }
        for each in removed_in(row)
    ]
    return {**_out(row), "text": row.text, "flags": flags, "removed": removed}


def _collection(row: Collection) -> dict[str, Any]:
    names = ("number", "title", "source", "file_name", "outcome")
    return {"id": row.pk, "state": row.state, **{name: getattr(row, name) for name in names}}


def _with_parts(row: Collection) -> dict[str, Any]:
    return {**_collection(row), "parts": [_out(part) for part in parts_of(row)]}


def _work(every: WorkOfDocument) -> dict[str, Any]:
    proposed = [
        {
            "quotation": each.sentence.quote,
            "start": each.sentence.start,
            "who": each.sentence.who,
            "unit_ids": list(each.unit_ids),
            "title": each.sentence.action,
            "by_when": each.sentence.by_when,
            "due_on": each.sentence.day,
        }
        for each in every.proposed
    ]
    return {"proposed": proposed, "answers": [_answer(row) for row in (*every.given, *every.dismissed)]}


def _answer(row: WorkAnswer) -> dict[str, Any]:
    return {"quotation": row.quotation, "task_id": row.task_id, "reason": row.reason}
