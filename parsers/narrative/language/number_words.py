"""The English words a dictated number is made of, and what they count."""

_ONES_TEXT = "zero one two three four five six seven eight nine"
_TEENS_TEXT = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS_TEXT = "twenty thirty forty fifty sixty seventy eighty ninety"
DIGITS = {word: str(value) for value, word in enumerate(_ONES_TEXT.split())}
DIGITS |= {"oh": "0", "o": "0", "nought": "0", "naught": "0"}
TEENS = {word: value for value, word in enumerate(_TEENS_TEXT.split(), 10)}
TENS = {word: 10 * value for value, word in enumerate(_TENS_TEXT.split(), 2)}
NUMBER_WORDS = frozenset([*DIGITS, *TEENS, *TENS])
"""The words a dictated number is made of."""
