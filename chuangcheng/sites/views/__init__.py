"""Pages of sites, their map, grid and checklists."""
