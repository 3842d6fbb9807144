"""点位: the places that may be visited, with their owners, stewards, checklists and grid."""
