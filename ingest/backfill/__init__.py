"""Taking in what lies in archives: hundreds of thousands of files, in bounded memory, resumable."""
