"""Commands of the framework that we do otherwise: an empty database gets its tables at once."""
