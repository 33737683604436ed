"""What is typed into the pages of programmes, plans, goals and evaluations."""
