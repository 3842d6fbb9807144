"""How much of a file we are willing to read. All our choice: ten times the largest ledger of a prefecture city, and
what a 2-core office server reads in half a minute."""

from __future__ import annotations

MAX_FILE_BYTES = 50 * 1024 * 1024
MAX_UNPACKED_BYTES = 400 * 1024 * 1024  # all parts of the zip together
MAX_UNPACKED_RATIO = 200  # unpacked : packed; sheets of text pack 5 to 60 times
RATIO_FLOOR_BYTES = 5 * 1024 * 1024  # below this the ratio says nothing
MAX_ZIP_ENTRIES = 5_000
MAX_SHEETS = 100
MAX_ROWS = 200_000  # in a sheet
MAX_COLUMNS = 500
MAX_CELLS = 3_000_000  # in the book, empty ones inside the used range too
MAX_CELL_CHARACTERS = 32_767  # as Excel itself; a longer text is cut one character later, and its row refused
MAX_TEXT_CHARACTERS = 100_000_000  # in the book
MAX_MERGES = 100_000  # in a sheet

PARSER_MEMORY_BYTES = 1024 * 1024 * 1024  # address space of the process that parses
PARSER_CPU_SECONDS = 60
PARSER_WALL_SECONDS = 180
