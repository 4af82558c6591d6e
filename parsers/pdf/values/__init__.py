"""The numbers of tables as measurements, with what the page and the second text reader say for and against them."""
