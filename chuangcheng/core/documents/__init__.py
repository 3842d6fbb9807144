"""Papers made from data: Excel tables (`excel`), Word from scratch or from the office's own template (`word`),
and PDF with Chinese glyphs on a bare machine (`pdf`). What goes into a paper is said once, as a `Paper` of
blocks. Text of people is always data here: it is never a formula, a field, markup or a path."""
