"""来件: what residents, deputies, media and superiors report, how it came, and the answer that each of them gets.

A report is a fact of its own: many reports may tell of one case, and each is answered. Cases know no residents.
"""
