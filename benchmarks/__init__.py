"""What we measure. ``make bench`` runs all of it and writes ``benchmarks/results.txt``."""
