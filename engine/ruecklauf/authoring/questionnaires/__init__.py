"""An Excel questionnaire that nobody declared, as the draft of a declaration for a person to finish."""
