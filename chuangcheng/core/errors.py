"""Errors that are answers: each carries one sentence for the person who asked."""

from __future__ import annotations


class Refusal(Exception):
    """The rules refuse what was asked; the message is one sentence: what happened and what to do."""

    status = 409


class InvalidInput(Refusal):
    """What was sent cannot be understood or is not allowed."""

    status = 422


class NotPermitted(Refusal):
    """The person may see the thing but not do this."""

    status = 403


class NotFound(Refusal):
    """Absent, or not yours: both look the same."""

    status = 404


def sentence_for_page(refusal: Refusal) -> str:
    """The sentence to show where it was asked; what is absent or not permitted has no such page and is raised."""
    if isinstance(refusal, NotFound | NotPermitted):
        raise refusal
    return str(refusal)
