"""The libraries that give the characters of a page: PDFium first, pdfplumber as the second witness."""
