"""Forms of bulletins."""
