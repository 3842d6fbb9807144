"""Every write of supervision; other contexts come in here."""
