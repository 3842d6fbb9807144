"""Bringing in workbooks of any office: header words are guessed, titles, notes and totals passed over, cells
understood, sound rows handed in one transaction to the context that knows what they mean, and everything else
listed with sheet, row and column. A context registers an `ImportKind`; `docs/howto/add-an-import.md` says
how."""
