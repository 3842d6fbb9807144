"""Every write of this context; other contexts come in here."""
