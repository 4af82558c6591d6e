"""Words, numbers and dates: what each piece of a text is, before anybody asks what it says."""
