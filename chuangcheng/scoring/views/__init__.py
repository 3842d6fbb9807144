"""The score sheet and the way down from any number to its records."""
