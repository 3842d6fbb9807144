"""A file with many speeches or documents, as text: cleaned of page marks, split into its parts, flagged. Pure rules of
our choice; a person looks at every split. Nothing is lost: what is taken out keeps its place and can come back."""
