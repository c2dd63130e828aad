"""What a certificate proves: the price of every row, seat and person, and the bounds that follow."""
