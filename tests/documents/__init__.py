"""The papers of the product, opened by LibreOffice as an office would open them."""
