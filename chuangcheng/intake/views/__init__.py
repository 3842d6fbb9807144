"""Pages: the desk, the list of reports, answers, sources, and batches of a superior."""
