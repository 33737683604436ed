"""Doors of the leading group (`group`, `seats`), its list from xlsx (`importing`) and 包干 (`charges`)."""
