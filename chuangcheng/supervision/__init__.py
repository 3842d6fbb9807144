"""Holding to account: what a unit earned in a period, by a published formula. So far only the arithmetic (`appraisal`,
pure Python, no Django); nothing is stored or shown yet."""
