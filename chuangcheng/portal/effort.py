"""Work that a browser does before it sends: a number that, hashed with the stamp of the form, begins with zero bits.

It costs a person a moment and a flood of messages hours. It never refuses: what came without it waits for a moderator.
Pure.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from rapidfuzz import fuzz

BASE = 12  # bits for everybody: 4,096 hashes on average, far below a second on an old phone; our choice
STEP = 2  # bits more for each alike report that waits from the same address; our choice
MOST = 22  # bits: some seconds; more would punish people, and a moderator looks anyway; our choice
ALIKE = 80  # of 100: two texts that say the same in nearly the same words; our choice
LONGEST_ANSWER = 20  # characters
SHORTEST = 4  # letters of a text that can be compared


def needed_bits(text: str, waiting: Iterable[str]) -> int:
    """Bits of work for a text, given the texts that wait already from the same address.

    A school behind one address whose pupils report different things works no more than anybody else.
    """
    words = plain(text)
    alike = sum(1 for other in waiting if is_alike(words, plain(other)))
    return min(BASE + STEP * alike, MOST)


def is_alike(one: str, other: str) -> bool:
    """Whether two plain texts say the same in nearly the same words. Short ones only when they are equal."""
    if min(len(one), len(other)) < SHORTEST:
        return one == other
    return fuzz.ratio(one, other) >= ALIKE


def plain(text: str) -> str:
    """A text without what tells equal ones apart: blanks, punctuation, case."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def bits_done(stamp: str, answer: str) -> int:
    """Zero bits at the beginning of SHA-256 of "stamp:answer"; 0 for no answer or one that is none."""
    if not answer or len(answer) > LONGEST_ANSWER or not answer.isalnum():
        return 0
    found = int.from_bytes(hashlib.sha256(f"{stamp}:{answer}".encode()).digest())
    return 256 - found.bit_length()
