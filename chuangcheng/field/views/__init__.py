"""Pages: the phone's own, and those on the workbench about what phones sent."""
