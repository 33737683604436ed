"""文书: the content of official papers (`paper`), their printed form (`pdf`, `docx`) and the two guards over their
text (`wording` 用语检查, `masking` 脱敏检查): all pure, no database, no request. `models` and `actions` count the numbers of
records and papers."""
