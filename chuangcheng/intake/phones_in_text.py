"""Phone and identity numbers that people write into a text, masked before anybody else reads it. Pure."""

from __future__ import annotations

import re

# Runs of digits as the numbering plan and GB 11643 have them, with the blanks and dashes that people put between:
# 18 digits of an identity card, 11 of a mobile, an area code with 7 or 8 of a landline. All of them, not the first.
NUMBERS = re.compile(
    r"(?<![\d.])(?:"
    r"\d{17}[\dXx]"
    r"|(?:\+?86[-\s]?)?1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}"
    r"|\(?0\d{2,3}\)?[-\s]?[2-8]\d{6,7}"
    r")(?![\d.])"
)
SHOWN = 3  # digits at the beginning


def without_numbers(text: str) -> str:
    """The text with every such number masked: "138****"."""
    return NUMBERS.sub(lambda found: f"{found[0][:SHOWN]}****", text)
