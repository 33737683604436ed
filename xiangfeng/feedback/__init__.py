"""群众反映: whatever people say to the township, by whatever way, from 登记 to 办结 (A4.3)."""
