"""Pages of material."""
