"""一户一档 drawn from rows at hand: `lines` says one row in words, `sections` what the file holds in which order. No database."""
