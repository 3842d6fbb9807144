"""Every read of this context; other contexts come in here."""

from chuangcheng.portal.queries.choices import ClassGroup, class_groups_of_page
from chuangcheng.portal.queries.covers import covers_of_pictures
from chuangcheng.portal.queries.moderation import (
    Candidate,
    app_of,
    candidates_of,
    queue,
    same_counts,
    sides_of,
    waiting,
    waiting_texts,
)
from chuangcheng.portal.queries.problems import (
    FixedPair,
    Overview,
    PublicFilter,
    drawn,
    fixed_pairs,
    fixed_this_week,
    overview,
    problems_shown,
    texts_of,
)
from chuangcheng.portal.queries.progress import PublicPicture, fix_pictures, last_stars
from chuangcheng.portal.queries.signs import Sign, SignFilter, sign_of_site, signs_for

__all__ = [
    "Candidate",
    "ClassGroup",
    "FixedPair",
    "Overview",
    "PublicFilter",
    "PublicPicture",
    "Sign",
    "SignFilter",
    "app_of",
    "candidates_of",
    "class_groups_of_page",
    "covers_of_pictures",
    "drawn",
    "fix_pictures",
    "fixed_pairs",
    "fixed_this_week",
    "last_stars",
    "overview",
    "problems_shown",
    "queue",
    "same_counts",
    "sides_of",
    "sign_of_site",
    "signs_for",
    "texts_of",
    "waiting",
    "waiting_texts",
]
