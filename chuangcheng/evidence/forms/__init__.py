"""Forms of the pages of material."""
