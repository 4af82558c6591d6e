"""Reading DXA printouts and letters that travel as PDF: words by position under headers, never tables by lines."""
