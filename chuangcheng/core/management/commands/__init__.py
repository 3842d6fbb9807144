"""Each file is the command of its name."""
