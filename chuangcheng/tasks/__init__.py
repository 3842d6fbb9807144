"""任务: the framework as somebody's work: tasks with target, unit and date, split down to people, scheduled back from
each visit, reported and verified."""
