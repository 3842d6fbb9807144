"""Template tags of the house style; `ui` is a builtin library, so templates use it without loading it."""
