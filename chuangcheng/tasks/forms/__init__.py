"""Forms of the pages of tasks."""
