"""Reader of DICOM objects: structured reports, vendor texts in private and comment elements, encapsulated PDF."""
