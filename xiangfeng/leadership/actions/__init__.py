"""What may be done to 领导小组 (`members`), 包干 and 重点工作 (`charges`), and taking over ledger 1 (`takeover`)."""
