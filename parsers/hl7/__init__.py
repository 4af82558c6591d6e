"""HL7 v2 results: discrete numbers, narrative text and attached documents of one message or batch."""
