"""通报·简报: papers of a day, week, month, half-year or year. The figures of the period are collected once and frozen
(`figures`, `queries/collecting`), words and tables are written from them (`wording`, `sections`, `papers`), the office
adds its own paragraphs and template, somebody else approves, units sign for it as a circular."""
