"""What the pages show of the floors below: units, people, accounts."""
