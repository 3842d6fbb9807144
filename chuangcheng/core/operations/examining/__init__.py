"""What the doctor looks at: the database, what is kept in it and beside it, and what it stands on."""
