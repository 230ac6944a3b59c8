"""Feedback: a letter and a workbook that set an alliance beside the others without naming them."""
