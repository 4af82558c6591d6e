"""How a situation writes a row of a report: `lumbar_spine t_score -2.5 L1+L2`, and which rows the fast part runs."""

UNITS = {
    "bmd": "g/cm2",
    "bmc": "g",
    "area": "cm2",
    "young_adult_percent": "%",
    "frax_major": "%",
    "frax_hip": "%",
}
SIDES = {"left", "right", "mean", "difference"}
_EACH = 8
"""Of so many rows of a large table one is run in the fast part."""


def in_the_fast_part(rows):
    """Return some rows of a large table."""
    return rows[::_EACH]


def left_to_the_slow_part(rows):
    """Return all other rows of a large table."""
    return [row for number, row in enumerate(rows) if number % _EACH]


def said_of(wrong):
    """Return one line for each row that came out otherwise: pytest cuts long lists off."""
    return "\n".join(" ".join(str(part) for part in one) for one in wrong)


def measurement(row):
    """Return a measurement as JSON has it."""
    region, *words = row.split()
    parts = {"region": region}
    for word in words:
        name, _, value = word.partition("=")
        if word in SIDES:
            parts["side"] = word
        elif word == "prior":
            parts["current"] = False
        elif value:
            parts[name] = value
        elif word[0] in "LT":
            parts["levels"] = word.split("+")
        else:
            parts["value" if "quantity" in parts else "quantity"] = word
    return {**parts, "unit": UNITS.get(parts["quantity"], "1")}
