"""The fictional district 云澜区: sample data, the same every time for a given day, that say they are sample data.

Names of people are put together from common syllables and mean nobody; positions are made up.
"""
