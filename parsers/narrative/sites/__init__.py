"""Sites, sides and vertebrae, as texts name them."""
