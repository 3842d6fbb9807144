"""The to-do page, search, settings and help."""
