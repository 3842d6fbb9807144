"""The library: a collection comes in, its text is read, its parts are put right by a person and kept."""

from chuangcheng.command.services.library.answering import (
    SentenceAnswered,
    SentenceGiven,
    accept_sentences,
    dismiss_sentence,
    propose_again,
)
from chuangcheng.command.services.library.correcting import DocumentGiven, bring_back_marks, change_document
from chuangcheng.command.services.library.parting import (
    CollectionKept,
    PartGiven,
    change_part,
    discard_collection,
    keep_collection,
    merge_part,
    part_at,
)
from chuangcheng.command.services.library.receiving import (
    COLLECTION_FILES,
    READ_COLLECTION,
    CollectionGiven,
    add_collection,
    read_collection,
)

__all__ = [
    "COLLECTION_FILES",
    "READ_COLLECTION",
    "CollectionGiven",
    "CollectionKept",
    "DocumentGiven",
    "PartGiven",
    "SentenceAnswered",
    "SentenceGiven",
    "accept_sentences",
    "add_collection",
    "bring_back_marks",
    "change_document",
    "change_part",
    "discard_collection",
    "dismiss_sentence",
    "keep_collection",
    "merge_part",
    "part_at",
    "propose_again",
    "read_collection",
]
