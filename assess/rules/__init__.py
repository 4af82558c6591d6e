"""What a rule is, what it says of a case, and what two packs say of the same."""
