"""What pages and papers need to know: a fixed number of queries each, never a write."""
