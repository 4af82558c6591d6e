"""What the wording of messages and drafts is measured by."""

import re

# Orders that no text may give; advice is told as what a source says. A report that "does not give" its device is none.
DIRECTIVE = re.compile(
    r"\b(start|starts|begin|initiate|prescribe|administer|(?<!does not )give|take|stop|discontinue|switch|must|"
    r"should|shall|need to|have to|has to|ought|increase|reduce the|treat with|please)\b",
    re.IGNORECASE,
)
DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


def syllables(word: str) -> int:
    """Count syllables as the usual approximation does: runs of vowels, without a silent e at the end.

    >>> [syllables(word) for word in ("bone", "density", "osteoporosis", "the", "little", "scan")]
    [1, 3, 6, 1, 2, 1]
    """
    letters = re.sub(r"[^a-z]", "", word.lower())
    runs = len(re.findall(r"[aeiouy]+", letters))
    # "eo", "io" and "ia" are two sounds in words such as osteoporosis, and one in "motion" or "special".
    runs += len(re.findall(r"eo|io(?!n|us)|ia(?!l|n)", letters))
    if letters.endswith("e") and not re.search(r"([^aeiouy]le|ee|ye)$", letters) and runs > 1:
        runs -= 1
    if re.search(r"[^aeiouytd]ed$", letters) and runs > 1:
        runs -= 1
    return max(1, runs)


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade level of a text: 0.39 words a sentence + 11.8 syllables a word - 15.59."""
    sentences = [part for part in re.split(r"[.!?]+(?:\s|$)", text) if part.strip()]
    words = re.findall(r"[A-Za-z'-]+", text)
    count = sum(syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * count / len(words) - 15.59
