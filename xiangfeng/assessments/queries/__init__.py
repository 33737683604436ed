"""What may be seen of the assessment: periods, the sheet, results, objections."""
