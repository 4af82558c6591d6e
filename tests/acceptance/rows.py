"""How a situation writes a row of a report: `lumbar_spine t_score -2.5 L1+L2`."""

UNITS = {
    "bmd": "g/cm2",
    "bmc": "g",
    "area": "cm2",
    "young_adult_percent": "%",
    "frax_major": "%",
    "frax_hip": "%",
}
SIDES = {"left", "right", "mean", "difference"}


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
