"""问题整改: cases from report to closure, with their workflow, deadlines, photos and history."""
