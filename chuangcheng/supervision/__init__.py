"""Holding to account. So far only the arithmetic, pure Python, no Django: `appraisal` (what a unit earned in a period
by a published formula) and `ladder` (what goes up next, when, who takes it). Nothing is stored or shown yet."""
