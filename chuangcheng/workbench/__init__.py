"""工作台: the shell around every page, to-dos, search, settings pages and help."""
