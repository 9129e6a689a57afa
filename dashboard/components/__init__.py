"""What pages are made of: pickers, filter rows, the result view, downloads. Each draws one thing."""
