"""What an operator needs: back up, restore, move to another database, and a doctor that says what is wrong."""
