"""Pages of this context: units, people, posts, accounts, roles."""
