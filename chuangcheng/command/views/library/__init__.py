"""Pages of the library: list and documents, bringing a collection, settling its parts."""
