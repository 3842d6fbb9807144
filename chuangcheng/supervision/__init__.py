"""督查考核: what goes up when work is late, what units earned in a period and how they stand, who is held to account.

`appraisal` (points by a published formula) and `ladder` (what goes up next, when, who takes it) are pure.
"""
