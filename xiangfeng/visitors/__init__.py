"""What an unknown sender may do: how often, after what proof of work; the receipts they are given."""
