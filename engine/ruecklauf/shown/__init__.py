"""What a person sees: numbers by their formats, signs of symbol fonts, labels of lists, raised digits."""
