"""What is read of a text: its view, lines, sentences and quotations."""
