"""The mistakes themselves, a file for each group: snippets as a beginner writes them, with what is mended."""
