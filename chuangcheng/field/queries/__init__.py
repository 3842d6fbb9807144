"""Reads of this context: the day of a phone, what phones sent, and how things stand here when they disagree."""
