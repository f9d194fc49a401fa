"""The office's judgement of visits: queue, decisions, second reading. Has its floor from the start; its rooms come with the review."""
