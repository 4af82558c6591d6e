"""What a text says of the patient besides numbers."""
