"""Controls that somebody imposes, eases, lifts or offers to."""
