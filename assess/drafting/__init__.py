"""The sections of a draft report, one module each."""
