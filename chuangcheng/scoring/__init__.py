"""The honest score: facts in, score sheets out. `engine` is the arithmetic (pure Python, no Django); `workbooks` brings
a framework and its facts in from files; the rest puts the product's own checks through the same arithmetic."""
