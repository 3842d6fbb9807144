"""Every read of supervision; other contexts come in here."""
