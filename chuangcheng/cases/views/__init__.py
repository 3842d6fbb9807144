"""Pages of cases: the list, one case, its moves, a report, the problem classes."""
