"""Forms of the pages of reports."""
