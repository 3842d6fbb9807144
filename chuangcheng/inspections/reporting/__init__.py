"""The report on a round, as third-party institutes write it. `figures` computes it from counted facts, knowing nothing
of the database; `gathering` counts the facts; `telling` says the report once, in sections (`shapes`) of sentences
(`words`) and tables (`tables`, `site_tables`); `papers` writes these as Word and Excel. The screen shows the same
sections, so no two of them can differ."""
