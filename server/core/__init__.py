"""Ground floor: database, units of work, clock, problems, access, jobs. Knows no domain."""
