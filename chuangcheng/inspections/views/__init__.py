"""Pages of inspections: rounds and their sites, the visit form for phone and desk, what a visit found."""
