"""From a file, page, message or feed to documents of plain text."""
