"""How checklist items are told to people, for contexts above."""

from chuangcheng.inspections.wording import asked_words

__all__ = ["asked_words"]
