"""申报材料: what each standard asks units to bring as proof, who brings it, each file with caption and versions, what
the office accepts or returns with marked places, and what of it counts in the score."""
