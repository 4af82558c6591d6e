"""Who was examined, when, by which device, and whether the document is about bone densitometry at all."""
