"""The values of a text with the day of its examination, by the text itself or by what stands around it."""

from collections.abc import Sequence
from datetime import date

from parsers.narrative.examinations.around import day_around, year_around
from parsers.narrative.harvest import Harvest
from parsers.narrative.language.dates import When
from parsers.narrative.text.sections import study_date
from parsers.narrative.text.sentences import Sentence
from parsers.narrative.values import harvest


def dated_harvest(
    sentences: Sequence[Sentence], text: str, around: date | None
) -> tuple[Harvest, When | None, When | None]:
    """Return the values of a text, the date of its examination, and that or its year by what stands around it.

    Either is None where nobody knows it; `around` is the day of the message the text stands in.
    """
    study = study_date(sentences)
    year = study or year_around(around, sentences)
    crop = harvest(sentences, text, study, year)
    if study is not None:
        return crop, study, year
    day = day_around(around, (one.moment.when for one in crop.found))
    return (harvest(sentences, text, day, day), day, day) if day else (crop, None, year)
