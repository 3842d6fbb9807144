"""News that this context publishes."""

# {"step_ids": […]}: steps of escalation that were taken about cases.
STEPS_TAKEN = "supervision.steps_taken"
