"""Bone-density reports in words: one small grammar for letters, dictated text and HL7 narrative."""
