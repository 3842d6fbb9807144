"""Every read of this context; other contexts come in here."""
