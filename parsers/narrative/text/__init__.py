"""The text as a whole: headings, sections, sentences, and lines that go on."""
