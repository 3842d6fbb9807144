"""Sentences that set work: who is to do what by when. Pure rules of our choice, measured on sentences labelled by hand
(docs/algorithms/work_sentences.md); a person accepts each."""
