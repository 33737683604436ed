"""The acts of the floors below with their rights checked and their history written, in one transaction each."""
