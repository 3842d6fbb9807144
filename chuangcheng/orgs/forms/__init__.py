"""Forms of this context: signing in, units, people, posts, roles."""
