"""What an answer says: labelled rows, values in words, the sentence that tells what was asked."""
