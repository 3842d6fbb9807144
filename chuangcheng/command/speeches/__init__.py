"""A leader's speech in the usual form. Figures stand in the text as names in braces, so that each number is written
from one value, in the text and in the table. Pure rules of our choice."""
