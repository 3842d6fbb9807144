"""Forms of this context that higher ones show within their own."""

from __future__ import annotations

from chuangcheng.inspections.forms.samples import NUMBER, WEIGHT, SampleForm, typed_terms

__all__ = ["NUMBER", "WEIGHT", "SampleForm", "typed_terms"]
