"""What was asked back, and which findings were answered by it."""

from ruecklauf.store.inquiries.reader import GivenAnswer, InquiryReader, IssuedInquiry

__all__ = ["GivenAnswer", "InquiryReader", "IssuedInquiry"]
